import type { Locator, Page } from '@playwright/test';
import { byTestId, openedNode } from './editor.mts';

/** The panel in which nodes are looked for. */
export function nodeCreator(page: Page): Locator {
	return byTestId(page, 'node-creator');
}

/** Looks for nodes; resolves when the list shows one of this name. */
export async function search(page: Page, words: string, expected: string): Promise<Locator> {
	await byTestId(page, 'node-creator-search-bar').fill(words);
	const found = byTestId(nodeCreator(page), 'item-iterator-item').filter({
		has: byTestId(page, 'node-creator-item-name').getByText(expected, { exact: true }),
	});
	await found.waitFor();
	return found;
}

/** The names in the list: the nodes found, or the actions of the node that was picked. */
export function listed(page: Page): Locator {
	return byTestId(byTestId(nodeCreator(page), 'item-iterator-item'), 'node-creator-item-name');
}

/** Adds a node that has no actions to choose from; its panel opens. */
export async function addNode(page: Page, plus: Locator, name: string): Promise<Locator> {
	await plus.click();
	await (await search(page, name, name)).click();
	return await openedNode(page);
}

/** Adds a node by one of its actions; its panel opens. */
export async function addAction(
	page: Page,
	plus: Locator,
	node: string,
	action: string,
): Promise<Locator> {
	await plus.click();
	await (await search(page, node, node)).click();
	await listed(page).getByText(action).click();
	return await openedNode(page);
}
