import { beforeAll, expect } from '@jest/globals';
import type { Locator } from '@playwright/test';
import { feedback, feedbackName } from '../../tools/editor/workflows/nodes.mts';
import { byTestId, openNode, openWorkflow } from './editor.mts';
import { choose, input, labels, openList, tooltip, truncated } from './fields.mts';
import { scene, type Stage } from './stage.mts';
import { reviewsThen } from './workflows.mts';

/** The credential is made, from the node, and tested. */
export function credentialScenes(stage: () => Stage): void {
	let dialog: Locator;

	beforeAll(async () => {
		const { n8n, page } = stage();
		const workflow = reviewsThen(feedback('', { operation: 'ingestItems' }, { credentials: {} }));
		await openWorkflow(page, n8n.url, await n8n.rest.createWorkflow(workflow));
	});

	scene(stage, 'the node offers to make the credential', async ({ page }) => {
		const panel = await openNode(page, feedbackName);
		await byTestId(panel, 'node-credentials-empty-state').click();
		dialog = page.locator('.el-dialog').filter({ has: byTestId(page, 'credential-edit-dialog') });
		await input(dialog, 'apiKey').waitFor();
		// The last one is n8n's own.
		expect(await labels(dialog)).toEqual([
			'API Key *',
			'Secret Key *',
			'Region',
			'Allowed HTTP Request Domains',
		]);
		expect(await truncated(dialog)).toEqual([]);
	});

	scene(stage, 'its fields say where to find what they ask for', async ({ page }) => {
		expect(await tooltip(dialog, 'API Key')).toBe(
			'In Amplitude: Settings > Projects > your project > API Key',
		);
		expect(await tooltip(dialog, 'Secret Key')).toBe(
			'In Amplitude: Settings > Projects > your project > Secret Key',
		);
		expect(await openList(page, input(dialog, 'region'))).toEqual([
			expect.stringMatching(/^US\s+You sign in at app\.amplitude\.com$/),
			expect.stringMatching(/^EU\s+You sign in at app\.eu\.amplitude\.com$/),
			expect.stringMatching(/^Custom\s+A gateway of your own, or a local test server$/),
		]);
		await page.keyboard.press('Tab');
	});

	scene(stage, 'a base URL is asked for where the region is custom', async () => {
		await choose(dialog, 'region', 'Custom');
		await input(dialog, 'baseUrl').waitFor();
		expect(await labels(dialog)).toContain('Base URL *');
		expect(await input(dialog, 'baseUrl').getAttribute('placeholder')).toBe(
			'e.g. https://gateway.example.com',
		);
	});

	scene(stage, 'keys are masked while they are typed', async ({ api, wrongKey }) => {
		await input(dialog, 'apiKey').fill(wrongKey);
		await input(dialog, 'secretKey').fill(api.settings.secretKey);
		for (const key of ['apiKey', 'secretKey']) {
			expect(await input(dialog, key).getAttribute('type')).toBe('password');
		}
	});

	scene(
		stage,
		'wrong keys: the test fails and says what to check',
		async ({ page, api, camera }) => {
			await input(dialog, 'baseUrl').fill(api.url);
			await byTestId(page, 'credential-save-button').click();
			await dialog.getByText('Couldn’t connect with these settings').waitFor();
			await dialog.getByText('More details').click();
			await dialog
				.getByText(
					'Amplitude refused these keys. Check the API key and the secret key, and that the region is the one of your project: keys work in one region only.',
				)
				.waitFor();
			expect(api.requests.map(({ authorized }) => authorized)).not.toContain(true);
			await camera.take(page, 'credential-refused', { of: dialog });
		},
	);

	scene(stage, 'right keys: the test succeeds', async ({ page, api, camera }) => {
		await input(dialog, 'apiKey').fill(api.settings.apiKey);
		await byTestId(page, 'credential-save-button').click();
		// n8n closes the dialog when the test succeeds; opened again, it tests once more and shows it.
		await dialog.waitFor({ state: 'hidden' });
		await byTestId(page, 'credential-edit-button').click();
		await dialog.getByText('Connection tested successfully').waitFor();
		await camera.take(page, 'credential', { of: dialog });
		expect(api.requests.at(-1)).toMatchObject({ endpoint: 'events-list', authorized: true });
	});

	scene(stage, 'n8n never gives the keys back to the editor', async ({ api }) => {
		const { apiKey, secretKey } = api.settings;
		expect(await input(dialog, 'apiKey').inputValue()).not.toContain(apiKey);
		expect(await input(dialog, 'secretKey').inputValue()).not.toContain(secretKey);
	});
}
