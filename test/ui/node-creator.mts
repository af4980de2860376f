import { expect, type Locator, type Page } from '@playwright/test';
import { openedNode } from './editor.mts';

/** Locates the panel in which nodes are looked for. */
export function nodeCreator(page: Page): Locator {
	return page.getByTestId('node-creator');
}

/** Looks for nodes; returns the entry of the one with this name. */
export async function search(page: Page, words: string, expected: string): Promise<Locator> {
	await page.getByTestId('node-creator-search-bar').fill(words);
	const found = nodeCreator(page)
		.getByTestId('item-iterator-item')
		.filter({
			has: page.getByTestId('node-creator-item-name').getByText(expected, { exact: true }),
		});
	await expect(found).toBeVisible();
	return found;
}

/** Locates the names in the list: the nodes found, or the actions of the node that was picked. */
export function listed(page: Page): Locator {
	return nodeCreator(page).getByTestId('item-iterator-item').getByTestId('node-creator-item-name');
}

/** Adds a node by one of its actions, if it has any; returns its panel. */
export async function addNode(
	page: Page,
	plus: Locator,
	node: string,
	action?: string,
): Promise<Locator> {
	await plus.click();
	await (await search(page, node, node)).click();
	if (action !== undefined) await listed(page).getByText(action).click();
	return await openedNode(page);
}
