import type { Locator, Page } from '@playwright/test';
import { byTestId } from './editor.mts';
import { drawn, settled } from './waiting.mts';

/** The labels that can be seen, from top to bottom. */
export async function labels(within: Locator): Promise<string[]> {
	const texts = await within.locator('label.n8n-input-label:visible').allInnerTexts();
	// The lines below are buttons that come up under the mouse.
	return texts.map((text) => text.split('\n')[0]!.trim());
}

/** The labels and hints of which a part is cut off. */
export async function truncated(within: Locator): Promise<string[]> {
	return await within
		.locator('label.n8n-input-label .n8n-text, [data-test-id="parameter-input"] .n8n-text')
		.evaluateAll((elements) =>
			elements
				.filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
				.map(({ textContent }) => textContent ?? ''),
		);
}

/** The input of a parameter. */
export function input(within: Locator, parameter: string): Locator {
	return byTestId(within, `parameter-input-${parameter}`).locator('input');
}

/** The choices of a list, with their explanations, as they are shown when it is open. */
export async function openList(page: Page, list: Locator): Promise<string[]> {
	await list.click();
	const options = page.getByRole('option').filter({ visible: true });
	await options.first().waitFor();
	return await options.allInnerTexts();
}

/** Picks from a list. */
export async function choose(within: Locator, parameter: string, name: string): Promise<void> {
	const list = input(within, parameter);
	await list.click();
	const option = within.page().getByRole('option', { name }).filter({ visible: true });
	await option.click();
	await option.waitFor({ state: 'hidden' });
}

/** The explanation behind the question mark of a label. */
export async function tooltip(within: Locator, title: string): Promise<string> {
	const labels = within.locator('label.n8n-input-label:visible');
	const label = labels.filter({ hasText: new RegExp(`^\\s*${title}`) }).first();
	await label.hover();
	await label.locator('[data-icon="circle-help"]').hover();
	const shown = byTestId(within.page(), 'tooltip-content').filter({ visible: true });
	await shown.waitFor();
	// Assistive technology has a copy of its own in it.
	const text = (await shown.innerText()).split('\n')[0]!;
	await within.page().mouse.move(0, 0);
	await shown.waitFor({ state: 'hidden' });
	return text;
}

/** A field of one of the node's mappers. */
export function mapperField(within: Locator, mapper: string, field: string): Locator {
	return within.locator(`[data-parameter-path='parameters.${mapper}.value["${field}"]']`);
}

async function middle(element: Locator): Promise<{ x: number; y: number }> {
	const box = await element.boundingBox();
	if (box === null) throw new Error('The element cannot be seen.');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags a field of the input onto a field of the node, with the mouse. */
export async function drag(panel: Locator, name: string, target: Locator): Promise<void> {
	const page = panel.page();
	const names = byTestId(byTestId(panel, 'ndv-input-panel'), 'run-data-schema-node-name');
	const source = names.getByText(name, { exact: true }).first();
	await target.scrollIntoViewIfNeeded();
	await settled(target);
	const from = await middle(source);
	const to = await middle(target);
	await page.mouse.move(from.x, from.y);
	await page.mouse.down();
	await page.mouse.move(to.x, to.y, { steps: 10 });
	await drawn(page);
	await page.mouse.up();
}

/** The expression in a field. */
export async function expression(field: Locator): Promise<string> {
	return await byTestId(field, 'inline-expression-editor-input').innerText();
}
