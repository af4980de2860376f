import { beforeAll, expect } from '@jest/globals';
import type { Page } from '@playwright/test';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { byTestId, openedNode, openWorkflow, plusAfter } from './editor.mts';
import { input } from './fields.mts';
import { listed, nodeCreator, search } from './node-creator.mts';
import type { Part } from './screenshots.mts';
import { scene, type Stage } from './stage.mts';
import { eventually } from './waiting.mts';
import { reviewsThen } from './workflows.mts';

/** The panel down to the last entry; below it is empty. */
function picture(page: Page): Part {
	const panel = nodeCreator(page);
	const header = byTestId(panel, 'nodes-list-header');
	return { of: header.or(byTestId(panel, 'item-iterator-item')), margin: 12 };
}

/** Looks for something else, so that what is found afterwards is not left from before. */
async function lookElsewhere(page: Page): Promise<void> {
	await search(page, 'compression', 'Compression');
	await eventually(async () => {
		expect(await nodeCreator(page).innerText()).not.toContain(feedbackName);
	});
}

/** The node is found where nodes are looked for. */
export function searchScenes(stage: () => Stage): void {
	beforeAll(async () => {
		const { n8n, page } = stage();
		await openWorkflow(page, n8n.url, await n8n.rest.createWorkflow(reviewsThen()));
		await plusAfter(page, rowsName).click();
	});

	for (const words of ['amplitude', 'feedback', 'review', 'NPS']) {
		scene(stage, `the node is found by "${words}"`, async ({ page, camera }) => {
			await lookElsewhere(page);
			const found = await search(page, words, feedbackName);
			expect(await byTestId(found, 'node-creator-item-description').innerText()).toBe(
				'Send reviews, survey answers, tickets and calls to Amplitude AI Feedback',
			);
			const icon = found.locator('img').first();
			await eventually(async () => {
				expect(await icon.evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
			});
			await camera.take(page, `search-${words.toLowerCase()}`, picture(page));
		});
	}

	scene(stage, 'it offers its two operations', async ({ page, camera }) => {
		await (await search(page, 'amplitude', feedbackName)).click();
		await eventually(async () => {
			expect(await listed(page).allInnerTexts()).toEqual(['Ingest items', 'Append replies']);
		});
		await camera.take(page, 'operations', picture(page));
	});

	scene(stage, 'the node comes up with the operation chosen', async ({ page }) => {
		await listed(page).getByText('Append replies').click();
		const panel = await openedNode(page);
		expect(await input(panel, 'operation').inputValue()).toBe('Append Replies');
	});
}
