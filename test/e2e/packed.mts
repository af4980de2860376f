import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryFolder } from '../n8n/guarded.mts';
import type { Installation } from '../n8n/install.mts';
import { buildPackage, packPackage } from '../n8n/package.mts';
import { prepareN8n } from '../n8n/prepare.mts';
import { createReporter } from '../n8n/report.mts';

/** How the tarball that is packed before the tests reaches them: jest may run them in other processes. */
const variable = 'E2E_PACKED_PACKAGE';

/** The n8n that the tests run on: the one `E2E_N8N_VERSION` names, without it the default. */
export async function testedN8n(): Promise<Installation> {
	const version = process.env.E2E_N8N_VERSION || undefined;
	return await prepareN8n(version, createReporter(process.stderr));
}

/** The packed package. */
export function tarball(): string {
	const path = process.env[variable];
	if (path === undefined) throw new Error('The package was not packed before the tests.');
	return path;
}

/** Before all tests: installs n8n where it is missing, builds and packs the package. */
export async function packBeforeTests(): Promise<void> {
	await testedN8n();
	await buildPackage();
	const { path } = await temporaryFolder();
	process.env[variable] = await packPackage(path);
}

/** After all tests. */
export async function removePacked(): Promise<void> {
	await rm(dirname(tarball()), { recursive: true, force: true });
}
