import { beforeAll, expect } from '@jest/globals';
import type { Locator, Page } from '@playwright/test';
import { branches, feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import {
	byTestId,
	closeNode,
	connection,
	fitCanvas,
	openNode,
	openWorkflow,
	plusAfter,
	renameNode,
	runWorkflow,
} from './editor.mts';
import { choose, drag, expression, input, mapperField } from './fields.mts';
import { addAction, addNode } from './node-creator.mts';
import { executeStep, outputHints, outputTable } from './output.mts';
import { screenshotCanvas } from './screenshots.mts';
import { scene, type Stage } from './stage.mts';
import { eventually } from './waiting.mts';
import { reviews, reviewsThen } from './workflows.mts';

const source = 'app-reviews';
const hint = /^2 of 3 rows ingested in 1 request; 1 rejected\. Row 3: /;

/** A first workflow: from adding the node to what arrived. */
export function workflowScenes(stage: () => Stage): void {
	let panel: Locator;
	let apiPage: Page;

	beforeAll(async () => {
		const { n8n, api, page } = stage();
		api.reset();
		await openWorkflow(page, n8n.url, await n8n.rest.createWorkflow(reviewsThen()));
		await runWorkflow(page);
		await byTestId(page, 'canvas-node-status-success').nth(2).waitFor();
	});

	scene(stage, "the emulator's page says that nothing has arrived", async ({ page, api }) => {
		apiPage = await page.context().newPage();
		await apiPage.goto(api.url);
		await apiPage.getByText('Nothing has arrived yet.').waitFor();
		await page.bringToFront();
	});

	scene(stage, 'the node is added, with the credential there is', async ({ page }) => {
		panel = await addAction(page, plusAfter(page, rowsName), feedbackName, 'Ingest items');
		const credential = byTestId(panel, 'node-credentials-select').locator('input');
		expect(await credential.inputValue()).toBe('Amplitude AI Feedback account');
		await input(panel, 'sourceId').fill(source);
	});

	scene(stage, 'fields are mapped by dragging them', async ({ page, camera }) => {
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
			await eventually(async () => {
				expect(await expression(target)).toBe(`{{ $json.${name} }}`);
			});
		}
		// The field last dragged to shows its result below, over the next one.
		await panel.locator('label[for="columns"]').click();
		await mapperField(panel, 'item', 'unique_id').scrollIntoViewIfNeeded();
		await camera.take(page, 'mapping', { of: panel });
	});

	scene(stage, 'it runs, and its table says what became of each row', async ({ page, camera }) => {
		await executeStep(panel);
		await byTestId(panel, 'node-run-status-success').waitFor();
		const { columns, rows } = await outputTable(panel);
		expect(columns).toEqual(['unique_id', 'status', 'request', 'attempts', 'reason']);
		expect(rows).toEqual([
			['review-1', 'ingested', '1', '1', 'undefined'],
			['review-2', 'ingested', '1', '1', 'undefined'],
			['null', 'rejected', 'undefined', 'undefined', expect.stringMatching(/^Row 3: /)],
		]);
		expect(await outputHints(panel)).toEqual([expect.stringMatching(hint)]);
		const output = byTestId(panel, 'output-panel');
		const shown = byTestId(output, 'node-hint').or(byTestId(output, 'run-data-pane-header'));
		await camera.take(page, 'output', { of: shown.or(output.locator('table')) });
	});

	scene(stage, 'its error output is turned on', async ({ page }) => {
		await byTestId(panel, 'tab-settings').click();
		await choose(panel, 'onError', 'Continue (using error output)');
		await closeNode(page);
		for (const [output, name] of [branches.delivered, branches.failed].entries()) {
			await fitCanvas(page);
			await addNode(page, plusAfter(page, feedbackName, output), 'No Operation, do nothing');
			await renameNode(page, name);
			await closeNode(page);
		}
	});

	scene(stage, 'rows leave by the branch they belong to', async ({ page, camera }) => {
		await runWorkflow(page);
		await eventually(async () => {
			expect(await connection(page, feedbackName, branches.delivered).innerText()).toBe('2 items');
			expect(await connection(page, feedbackName, branches.failed).innerText()).toBe('1 item');
		});
		await screenshotCanvas(page, camera, 'error-output');
	});

	scene(stage, 'the node after the error output gets the row and the reason', async ({ page }) => {
		panel = await openNode(page, branches.failed);
		const { columns, rows } = await outputTable(panel);
		const row = Object.fromEntries(columns.map((column, index) => [column, rows[0]?.[index]]));
		expect(rows).toHaveLength(1);
		expect(row).toMatchObject({
			reviewer: 'Mary Major',
			error: 'rejected',
			message: expect.stringMatching(/^Row 3: /),
		});
		await closeNode(page);
	});

	scene(stage, 'the node itself shows both branches', async ({ page, camera }) => {
		panel = await openNode(page, feedbackName);
		expect(await byTestId(panel, 'branches').innerText()).toMatch(
			/^Success Branch \(2 items\)\s+Error Branch \(1 item\)$/,
		);
		expect((await outputTable(panel)).rows).toEqual([
			['review-1', 'ingested', '1', '1'],
			['review-2', 'ingested', '1', '1'],
		]);
		expect(await outputHints(panel)).toEqual([expect.stringMatching(hint)]);
		await camera.take(page, 'node', { of: panel });
	});

	scene(stage, "the emulator's page shows what arrived", async ({ camera }) => {
		await apiPage.bringToFront();
		await apiPage.getByRole('link', { name: 'Refresh', exact: true }).click();
		await apiPage.getByRole('heading', { name: `Source ${source}` }).waitFor();
		const numbers = await apiPage.locator('.counts div').allInnerTexts();
		expect(numbers.map((text) => text.split(/\s*\n\s*/))).toEqual([
			['Requests', '2'],
			['Items', '2'],
			['Conversation parts', '0'],
			['Sources', '1'],
			['Faults waiting', '0'],
		]);
		// The second run was the same as the first: the items are updated, not added again.
		const items = await apiPage.locator('article').allInnerTexts();
		for (const [index, review] of [reviews[1]!, reviews[0]!].entries()) {
			const { id, text, reviewer, mail, date } = review;
			for (const part of [id, text, reviewer, mail, date]) expect(items[index]).toContain(part);
		}
		expect(items).toHaveLength(2);
		await camera.take(apiPage, 'emulator', {
			of: apiPage.locator('header, dl, div, article'),
			margin: 24,
		});
	});

	scene(stage, "the emulator's page refreshes itself where that is asked for", async () => {
		await apiPage.getByRole('link', { name: 'Refresh every 2 s' }).click();
		await apiPage.getByRole('link', { name: 'Stop refreshing' }).click();
		await apiPage.getByRole('link', { name: 'Refresh every 2 s' }).waitFor();
	});
}
