import type { FullConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { packBeforeTests, removePacked } from '../e2e/packed.mts';

/**
 * Installs n8n where it is missing, builds and packs the package.
 *
 * @returns what removes it after all tests
 * @throws Error that says how to get the browser, if it is missing
 */
export default async function setUp({ projects }: FullConfig): Promise<() => Promise<void>> {
	const browser = projects[0]?.use.launchOptions?.executablePath ?? '';
	if (!existsSync(browser)) {
		throw new Error(
			`The editor's tests need Chromium, and there is no ${browser}. Install it (Debian and Ubuntu: ` +
				'apt-get install -y --no-install-recommends chromium), or name a Chromium or Chrome in CHROMIUM_PATH.',
		);
	}
	await packBeforeTests();
	return removePacked;
}
