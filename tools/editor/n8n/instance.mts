import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../shared/folders.mts';
import type { Installation } from './install.mts';
import { installPackage } from './install-package.mts';
import { fillUserFolder } from './prepare.mts';
import { signUp, type N8nRest, type Owner } from './rest.mts';
import { startServer } from './server.mts';

/** A running n8n of our own, with an owner who is signed in. */
export interface Instance {
	readonly url: string;
	readonly pid: number;
	/** Whether n8n has ended by itself. */
	hasEnded(): boolean;
	readonly owner: Owner;
	/** The folder n8n's nodes may read files from. */
	readonly filesFolder: string;
	/** Where the package is installed. */
	readonly packageFolder: string;
	readonly rest: N8nRest;
	/** Stops n8n and removes all it had. */
	stop(): Promise<void>;
}

/** A login for one run. n8n asks for eight characters or more, among them a digit and a capital. */
function newOwner(): Owner {
	return { email: 'owner@example.com', password: `N8n-${randomBytes(9).toString('base64url')}-1` };
}

/**
 * Starts an n8n with nothing in it but the packed package.
 *
 * @param more environment variables for n8n
 */
export async function startInstance(
	installation: Installation,
	tarball: string,
	more?: NodeJS.ProcessEnv,
): Promise<Instance> {
	const { path: userFolder, remove } = await temporaryFolder();
	try {
		const filesFolder = join(userFolder, 'files');
		await mkdir(filesFolder);
		await fillUserFolder(installation, userFolder);
		const packageFolder = await installPackage(tarball, join(userFolder, '.n8n'));
		const owner = newOwner();
		const server = await startServer(installation, userFolder, filesFolder, more);
		const stop = async () => {
			await server.stop();
			await remove();
		};
		try {
			const rest = await signUp(server.url, owner, installation);
			return { ...server, owner, filesFolder, packageFolder, rest, stop };
		} catch (error) {
			await server.stop();
			throw error;
		}
	} catch (error) {
		await remove();
		throw error;
	}
}
