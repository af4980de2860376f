import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { temporaryFolder } from '../../tools/shared/folders.mts';
import type { Installation } from '../../tools/editor/n8n/install.mts';
import { buildPackage, packPackage } from '../../tools/shared/package.mts';
import { prepareN8n } from '../../tools/editor/n8n/prepare.mts';
import { createReporter } from '../../tools/shared/reporter.mts';
import { defaultN8nVersion, n8nVersions } from '../../tools/editor/n8n/versions.mts';

/** How the tarball that is packed before the tests reaches them: jest may run them in other processes. */
const variable = 'E2E_PACKED_PACKAGE';
/** Names the one n8n to run on. */
const chosen = 'E2E_N8N_VERSION';

/** The one n8n that tests on a single n8n run on: the one `E2E_N8N_VERSION` names, without it the default. */
export async function testedN8n(): Promise<Installation> {
	return await n8nOf(testedVersion());
}

/** The version of that n8n. */
export function testedVersion(): string {
	return process.env[chosen] || defaultN8nVersion;
}

/** The n8n versions that tests on all of them run on; `E2E_N8N_VERSION` picks one. */
export function testedVersions(): readonly string[] {
	const version = process.env[chosen];
	return version ? [version] : n8nVersions;
}

/** The n8n of a version, installed where it is missing. */
export async function n8nOf(version: string): Promise<Installation> {
	return await prepareN8n(version, createReporter(process.stderr));
}

/** The packed package. */
export function tarball(): string {
	const path = process.env[variable];
	if (path === undefined) throw new Error('The package was not packed before the tests.');
	return path;
}

/** Before all tests: installs n8n where it is missing, builds and packs the package. */
export async function packBeforeTests(
	versions: readonly string[] = [testedVersion()],
): Promise<void> {
	for (const version of versions) await n8nOf(version);
	await buildPackage();
	const { path } = await temporaryFolder();
	process.env[variable] = await packPackage(path);
}

/** After all tests. */
export async function removePacked(): Promise<void> {
	await rm(dirname(tarball()), { recursive: true, force: true });
}
