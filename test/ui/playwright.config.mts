import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { testedVersion } from '../e2e/packed.mts';

const reports = join(import.meta.dirname, '../../reports');

/**
 * The node in n8n's editor: the packed package in a real n8n, driven in Chromium as a user would. A failed
 * test leaves a picture and a trace in `reports/ui`. `UPDATE_SCREENSHOTS=1` renews `docs/screenshots`.
 */
export default defineConfig({
	testDir: import.meta.dirname,
	testMatch: '*.spec.mts',
	globalSetup: './global-setup.mts',
	outputDir: join(reports, 'ui'),
	reporter: [['list'], ['json', { outputFile: join(reports, 'ui.json') }]],
	forbidOnly: true,
	retries: 0,
	// They share one n8n.
	workers: 1,
	projects: [{ name: `n8n ${testedVersion()}, editor` }],
	timeout: 120_000,
	expect: { timeout: 20_000 },
	use: {
		actionTimeout: 20_000,
		navigationTimeout: 40_000,
		testIdAttribute: 'data-test-id',
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		// Nothing in a picture depends on the machine.
		viewport: { width: 1440, height: 900 },
		colorScheme: 'light',
		locale: 'en-US',
		timezoneId: 'UTC',
		contextOptions: { reducedMotion: 'reduce' },
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
			// Quiet, and without a sandbox, as containers run as root and have no graphics card.
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync',
			],
		},
	},
});
