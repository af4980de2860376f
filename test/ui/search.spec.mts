import type { Page } from '@playwright/test';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { openedNode, openWorkflow, plusAfter } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { listed, nodeCreator, search } from './node-creator.mts';
import { input } from './parameters.mts';
import type { Part } from './screenshot.mts';
import { reviewsThen } from './workflows.mts';

test.beforeEach(async ({ page, n8n }) => {
	await openWorkflow(page, n8n, reviewsThen());
	await plusAfter(page, rowsName).click();
});

/** Returns the panel down to the last entry; below it is empty. */
function foundNodes(page: Page): Part {
	const panel = nodeCreator(page);
	const header = panel.getByTestId('nodes-list-header');
	return { of: header.or(panel.getByTestId('item-iterator-item')) };
}

test('the node is found by what people call their feedback', async ({ page }) => {
	for (const words of ['customer feedback', 'analytics', 'review', 'NPS', 'survey', 'ticket']) {
		await test.step(words, async () => {
			const found = await search(page, words, feedbackName);
			await expect(found.getByTestId('node-creator-item-description')).toHaveText(
				'Send reviews, survey answers, tickets and calls to Amplitude AI Feedback',
			);
			await expect(found.locator('img').first()).not.toHaveJSProperty('naturalWidth', 0);
		});
	}
});

test('the node is found by its name, in both themes', async ({ page, takeBothThemes }) => {
	await search(page, 'amplitude', feedbackName);
	await takeBothThemes('search', foundNodes(page));
});

test('the node offers its two operations, and comes up with the one chosen', async ({
	page,
	takeBothThemes,
}) => {
	await (await search(page, 'amplitude', feedbackName)).click();
	await expect(listed(page)).toHaveText([
		'Append replies to feedback items',
		'Ingest feedback items',
	]);
	await takeBothThemes('operations', foundNodes(page));

	await listed(page).getByText('Append replies to feedback items').click();
	const panel = await openedNode(page);
	await expect(input(panel, 'operation')).toHaveValue('Append Replies');
});
