import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../shared/folders.mts';
import type { Installation } from './install.mts';
import { installPackage } from './install-package.mts';
import { fillUserFolder } from './prepare.mts';
import { signIn, type N8nRest, type Owner } from './rest.mts';
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
	stop(): Promise<void>;
}

/** A user folder that n8n has set up, and how to start n8n on it. */
export interface StartOptions {
	readonly userFolder: string;
	/** Becomes the owner if there is none. */
	readonly owner: Owner;
	/** The port to take if it is free. */
	readonly port?: number;
	/** Environment variables for n8n. */
	readonly more: NodeJS.ProcessEnv | undefined;
}

/** A random login. n8n asks for eight characters or more, among them a digit and a capital. */
export function newOwner(): Owner {
	return { email: 'owner@example.com', password: `N8n-${randomBytes(9).toString('base64url')}-1` };
}

/** Starts n8n on a user folder with the packed package in it. What n8n has stays when it is stopped. */
export async function startOn(
	installation: Installation,
	tarball: string,
	{ userFolder, owner, port, more }: StartOptions,
): Promise<Instance> {
	const filesFolder = join(userFolder, 'files');
	await mkdir(filesFolder, { recursive: true });
	const packageFolder = await installPackage(tarball, join(userFolder, '.n8n'));
	const server = await startServer(installation, userFolder, filesFolder, more, port);
	try {
		const rest = await signIn(server.url, owner, installation);
		return { ...server, owner, filesFolder, packageFolder, rest };
	} catch (error) {
		await server.stop();
		throw error;
	}
}

/**
 * Starts an n8n with nothing in it but the packed package, which removes all it has when it is stopped.
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
		await fillUserFolder(installation, userFolder);
		const instance = await startOn(installation, tarball, { userFolder, owner: newOwner(), more });
		const stop = async () => {
			await instance.stop();
			await remove();
		};
		return { ...instance, stop };
	} catch (error) {
		await remove();
		throw error;
	}
}
