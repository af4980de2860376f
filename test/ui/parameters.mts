import { expect, type Locator } from '@playwright/test';
import { boxesAtRest, type Box } from './screenshot.mts';

/** Lists the labels that are visible, from top to bottom. */
export async function labels(within: Locator): Promise<string[]> {
	const texts = await within.locator('label.n8n-input-label:visible').allInnerTexts();
	// Further lines are buttons that come up under the mouse.
	return texts.map((text) => text.split('\n')[0]!.trim());
}

/** Lists the labels and hints of which a part is cut off. */
export async function truncated(within: Locator): Promise<string[]> {
	return await within
		.locator('label.n8n-input-label .n8n-text, [data-test-id="parameter-input"] .n8n-text')
		.evaluateAll((elements) =>
			elements
				.filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
				.map(({ textContent }) => textContent ?? ''),
		);
}

/** Locates the input of a parameter. */
export function input(within: Locator, parameter: string): Locator {
	return within.getByTestId(`parameter-input-${parameter}`).locator('input');
}

/** Opens a list; locates its choices, each with its explanation. */
export async function openList(list: Locator): Promise<Locator> {
	await list.click();
	const options = list.page().getByRole('option').filter({ visible: true });
	await expect(options.first()).toBeVisible();
	return options;
}

/** Picks from a list. */
export async function choose(within: Locator, parameter: string, name: string): Promise<void> {
	await input(within, parameter).click();
	// Its explanation follows the name, and others may mention it in theirs.
	const beginning = new RegExp(`^\\s*${name.replace(/[()]/g, '\\$&')}`);
	const options = within.page().getByRole('option', { name: beginning });
	const option = options.filter({ visible: true });
	await option.click();
	await expect(option).toBeHidden();
}

/** Expects an explanation behind the question mark of a label. */
export async function expectTooltip(
	within: Locator,
	title: string,
	text: string | RegExp,
): Promise<void> {
	const label = within
		.locator('label.n8n-input-label:visible')
		.filter({ hasText: new RegExp(`^\\s*${title}`) })
		.first();
	await label.hover();
	await label.locator('[data-icon="circle-help"]').hover();
	const tooltip = within.page().getByTestId('tooltip-content').filter({ visible: true });
	await expect(tooltip).toContainText(text);
	await within.page().mouse.move(0, 0);
	await expect(tooltip).toBeHidden();
}

/** Locates a field of one of the node's resource mappers. */
export function mapperField(within: Locator, mapper: string, field: string): Locator {
	return within.locator(`[data-parameter-path='parameters.${mapper}.value["${field}"]']`);
}

/** Locates a parameter that belongs to no resource mapper, by its path. */
export function plainField(within: Locator, path: string): Locator {
	return within.locator(`[data-parameter-path='parameters.${path}']`);
}

/** Drags a field of the input onto a field of the node: the first of this name, or another one. */
export async function drag(
	panel: Locator,
	name: string,
	target: Locator,
	index = 0,
): Promise<void> {
	// A field in focus shows its result below, over the next one.
	await panel
		.page()
		.locator(':focus')
		.evaluateAll((elements) => elements.forEach((element) => element.blur()));
	const names = panel.getByTestId('ndv-input-panel').getByTestId('run-data-schema-node-name');
	const { mouse } = panel.page();
	await target.scrollIntoViewIfNeeded();
	await names.getByText(name, { exact: true }).nth(index).hover();
	await mouse.down();
	await expect(async () => {
		const [box] = (await boxesAtRest(target)) as [Box];
		await mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 10 });
		// The result of the field filled before may only now have come up above, and moved this one.
		expect(await target.boundingBox()).toEqual(box);
	}).toPass();
	await mouse.up();
}

/** Locates the expression in a field. */
export function expression(field: Locator): Locator {
	return field.getByTestId('inline-expression-editor-input');
}
