import type { Locator } from '@playwright/test';
import {
	branches,
	credentialName,
	feedbackName,
	rowsName,
} from '../../tools/editor/workflows/nodes.mts';
import {
	closeNode,
	connectionLabel,
	fitCanvas,
	openNode,
	openWorkflow,
	plusAfter,
	renameNode,
	runWorkflow,
	wholeCanvas,
} from './editor.mts';
import { expect, test } from './fixtures.mts';
import { addNode } from './node-creator.mts';
import { executeStep, outputHints, outputTable } from './output.mts';
import { choose, drag, expression, input, mapperField } from './parameters.mts';
import { reviews, reviewsThen } from './workflows.mts';

const source = 'app-reviews';
/** n8n names a node after the action it was added by. */
const addedName = 'Ingest feedback items';
const hint = /^2 of 3 rows ingested in 1 request; 1 rejected\. Row 3: /;

test('a first workflow is built by hand, delivers its rows, and routes those that fail', async ({
	page,
	context,
	n8n,
	api,
	takeScreenshot,
	takeBothThemes,
}) => {
	let panel: Locator;
	const size = page.viewportSize()!;
	api.reset();
	await openWorkflow(page, n8n, reviewsThen());
	await runWorkflow(page);
	await expect(page.getByTestId('canvas-node-status-success')).toHaveCount(3);

	const emulatorPage = await context.newPage();
	await test.step("the emulator's page tells that nothing has arrived", async () => {
		await emulatorPage.goto(api.url);
		await expect(emulatorPage.getByText('Nothing has arrived yet.')).toBeVisible();
		await page.bringToFront();
	});

	await test.step('the node is added, and takes the one credential', async () => {
		panel = await addNode(page, plusAfter(page, rowsName), feedbackName, addedName);
		const chosen = panel.getByTestId('node-credentials-select').locator('input');
		await expect(chosen).toHaveValue(credentialName);
		await input(panel, 'sourceId').fill(source);
	});

	await test.step('fields are mapped by dragging them', async () => {
		const mapping = {
			unique_id: 'id',
			body: 'text',
			author: 'reviewer',
			email: 'mail',
			created_at: 'date',
		};
		for (const [field, name] of Object.entries(mapping)) {
			const target = mapperField(panel, 'item', field);
			await drag(panel, name, target);
			await expect(expression(target)).toHaveText(`{{ $json.${name} }}`);
		}
		// The last field shows its result below, over the next one, until it loses the focus.
		await panel.locator('label[for="columns"]').click();
		// Low enough to leave out what the input does not fill.
		await page.setViewportSize({ ...size, height: 530 });
		await panel.locator('label[for="columns"]').evaluate((label) => label.scrollIntoView());
		await takeBothThemes('mapping', {
			of: panel.getByTestId('ndv-input-panel').or(panel.getByTestId('node-parameters')),
		});
		await page.setViewportSize(size);
	});

	await test.step('the node runs, and its table has a result for each row', async () => {
		await executeStep(panel);
		await expect(panel.getByTestId('node-run-status-success')).toBeVisible();
		expect(await outputTable(panel)).toEqual({
			columns: ['unique_id', 'status', 'next', 'reason', 'request', 'attempts'],
			rows: [
				['review-1', 'ingested', 'done', 'empty', '1', '1'],
				['review-2', 'ingested', 'done', 'empty', '1', '1'],
				['null', 'rejected', 'correct', expect.stringMatching(/^Row 3: /), 'null', '0'],
			],
		});
		await expect(outputHints(panel)).toHaveText([hint]);
		const output = panel.getByTestId('output-panel');
		const shown = output.getByTestId('node-hint').or(output.getByTestId('run-data-pane-header'));
		// Wide enough for the table.
		await page.setViewportSize({ ...size, width: 1900 });
		await takeBothThemes('output', {
			of: shown.or(output.locator('table')),
			margin: 8,
			within: output,
		});
		await page.setViewportSize(size);
	});

	await test.step('its error output is turned on', async () => {
		await panel.getByTestId('tab-settings').click();
		await choose(panel, 'onError', 'Continue (using error output)');
		await closeNode(page);
		for (const [output, name] of [branches.delivered, branches.failed].entries()) {
			await fitCanvas(page);
			await addNode(page, plusAfter(page, addedName, output), 'No Operation, do nothing');
			await renameNode(page, name);
			await closeNode(page);
		}
	});

	await test.step('rows leave by the output they belong to', async () => {
		await runWorkflow(page);
		const label = (branch: string) => connectionLabel(page, addedName, branch);
		await expect(label(branches.delivered)).toHaveText('2 items');
		await expect(label(branches.failed)).toHaveText('1 item');
		await takeBothThemes('error-output', await wholeCanvas(page));
	});

	await test.step('the node after the error output gets the row and the reason', async () => {
		panel = await openNode(page, branches.failed);
		const { columns, rows } = await outputTable(panel);
		expect(rows).toHaveLength(1);
		const row = Object.fromEntries(columns.map((column, index) => [column, rows[0]?.[index]]));
		expect(row).toMatchObject({
			reviewer: 'Mary Major',
			error: expect.stringMatching(/status\s*:\s*rejected[^]*reason\s*:\s*Row 3: /),
		});
		await closeNode(page);
	});

	await test.step('the node itself shows both outputs', async () => {
		panel = await openNode(page, addedName);
		await expect(panel.getByTestId('branches')).toHaveText(
			/^\s*Success Branch \(2 items\)\s*Error Branch \(1 item\)\s*$/,
		);
		expect((await outputTable(panel)).rows).toEqual([
			['review-1', 'ingested', 'done', 'empty', '1', '1'],
			['review-2', 'ingested', 'done', 'empty', '1', '1'],
		]);
		await expect(outputHints(panel)).toHaveText([hint]);
		await takeScreenshot('node', { of: panel });
	});

	await test.step("the emulator's page shows what arrived", async () => {
		await emulatorPage.bringToFront();
		await emulatorPage.getByRole('link', { name: 'Refresh', exact: true }).click();
		await expect(emulatorPage.getByRole('heading', { name: `Source ${source}` })).toBeVisible();
		await expect(emulatorPage.locator('.counts div')).toHaveText([
			/^Requests\s*2$/,
			/^Items\s*2$/,
			/^Messages\s*0$/,
			/^Sources\s*1$/,
		]);
		// The second run was the same as the first: the items are updated, not added again.
		const items = emulatorPage.locator('article');
		await expect(items).toHaveCount(2);
		for (const [index, review] of [reviews[1]!, reviews[0]!].entries()) {
			for (const text of Object.values(review)) await expect(items.nth(index)).toContainText(text);
		}
		await takeBothThemes('emulator', {
			of: emulatorPage.locator('header, dl, div, article'),
			margin: 24,
		});
	});

	await test.step("the emulator's page opens a request", async () => {
		await emulatorPage.getByTitle('Show bodies').first().click();
		await expect(emulatorPage.locator('pre')).toHaveText([
			new RegExp(`"source_id": "${source}"`),
			/"ingested": 2/,
		]);
		await emulatorPage.getByTitle('Hide bodies').click();
		await expect(emulatorPage.locator('pre')).toHaveCount(0);
	});

	await test.step("the emulator's page refreshes itself where that is asked for", async () => {
		await emulatorPage.getByRole('link', { name: 'Refresh every 2 s' }).click();
		await emulatorPage.getByRole('link', { name: 'Stop refreshing' }).click();
		await expect(emulatorPage.getByRole('link', { name: 'Refresh every 2 s' })).toBeVisible();
	});
});
