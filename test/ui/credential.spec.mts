import { feedback, feedbackName } from '../../tools/editor/workflows/nodes.mts';
import { openNode, openWorkflow } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { choose, expectTooltip, input, labels, openList, truncated } from './parameters.mts';
import { reviewsThen } from './workflows.mts';

test.use({ hasCredential: false });

test.beforeEach(async ({ page, n8n, api }) => {
	api.reset();
	const node = feedback('', { operation: 'ingestItems' }, { credentials: {} });
	await openWorkflow(page, n8n, reviewsThen(node));
});

test('the node offers to create its credential, which is tested and never shows its keys', async ({
	page,
	api,
	takeScreenshot,
	takeBothThemes,
}) => {
	const { apiKey, secretKey } = api.settings;
	const wrongKey = '0'.repeat(apiKey.length);
	const dialog = page
		.locator('.el-dialog')
		.filter({ has: page.getByTestId('credential-edit-dialog') });
	const save = page.getByTestId('credential-save-button');

	await test.step('the node offers to create the credential', async () => {
		const panel = await openNode(page, feedbackName);
		await panel.getByTestId('node-credentials-empty-state').click();
		await expect(input(dialog, 'apiKey')).toBeVisible();
		// The last label is n8n's own.
		const expected = ['API Key *', 'Secret Key *', 'Region', 'Allowed HTTP Request Domains'];
		expect(await labels(dialog)).toEqual(expected);
		expect(await truncated(dialog)).toEqual([]);
	});

	await test.step('its fields tell where to find what they ask for', async () => {
		const project = 'In Amplitude: Settings > Projects > your project';
		await expectTooltip(dialog, 'API Key', `${project} > API Key`);
		await expectTooltip(dialog, 'Secret Key', `${project} > Secret Key`);
		const regions = await openList(input(dialog, 'region'));
		await expect(regions).toHaveText(
			[
				/^Custom\s+Your own gateway, or a local test server$/,
				/^EU\s+You sign in at app\.eu\.amplitude\.com$/,
				/^US\s+You sign in at app\.amplitude\.com$/,
			],
			{ useInnerText: true },
		);
		await page.keyboard.press('Tab');
	});

	await test.step('a base URL is asked for where the region is custom', async () => {
		await choose(dialog, 'region', 'Custom');
		const placeholder = 'e.g. https://gateway.example.com';
		await expect(input(dialog, 'baseUrl')).toHaveAttribute('placeholder', placeholder);
		expect(await labels(dialog)).toContain('Base URL *');
	});

	await test.step('keys are masked while they are typed', async () => {
		await input(dialog, 'apiKey').fill(wrongKey);
		await input(dialog, 'secretKey').fill(secretKey);
		for (const key of ['apiKey', 'secretKey']) {
			await expect(input(dialog, key)).toHaveAttribute('type', 'password');
		}
	});

	await test.step('with wrong keys the test fails and tells what to check', async () => {
		await input(dialog, 'baseUrl').fill(api.url);
		await save.click();
		await expect(dialog.getByText('Couldn’t connect with these settings')).toBeVisible();
		await dialog.getByText('More details').click();
		const advice =
			'Amplitude refused these keys. Check the API key, the secret key and the region: keys only work in the region of their project.';
		await expect(dialog.getByText(advice)).toBeVisible();
		expect(api.requests.map(({ authorized }) => authorized)).not.toContain(true);
		await takeScreenshot('credential-refused', { of: dialog });
	});

	await test.step('with the right keys the test succeeds', async () => {
		await input(dialog, 'apiKey').fill(apiKey);
		await save.click();
		// n8n closes the dialog when the test succeeds; opened again, it tests once more and shows it.
		await expect(dialog).toBeHidden();
		await page.getByTestId('credential-edit-button').click();
		await expect(dialog.getByText('Connection tested successfully')).toBeVisible();
		await takeBothThemes('credential', { of: dialog });
		expect(api.requests.at(-1)).toMatchObject({ endpoint: 'events-list', authorized: true });
	});

	await test.step('n8n never gives the keys back to the editor', async () => {
		await expect(input(dialog, 'apiKey')).not.toHaveValue(new RegExp(apiKey));
		await expect(input(dialog, 'secretKey')).not.toHaveValue(new RegExp(secretKey));
	});
});
