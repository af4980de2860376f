import { expect, type Locator, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../tools/shared/folders.mts';

/** The documentation carries these pictures; larger ones do not belong in a repository. */
const maxBytes = 250_000;

/** Part of a page: all that the locator finds, and a margin around it in pixels. */
export interface Part {
	readonly of: Locator;
	readonly margin?: number;
	/** What the picture must not go beyond: without it, the window. */
	readonly within?: Locator;
	/** Elements over it to leave out, as a CSS selector. */
	readonly without?: string;
}

/** A rectangle on a page, in pixels. */
export type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

/** Returns the boxes of all elements that are visible, once they have stopped moving. */
export async function boxesAtRest(elements: Locator): Promise<Box[]> {
	let boxes: Box[] = [];
	let before: string;
	await expect(async () => {
		before = JSON.stringify(boxes);
		const found = await Promise.all((await elements.all()).map((element) => element.boundingBox()));
		boxes = found.filter((box) => box !== null);
		expect(boxes).not.toEqual([]);
		expect(JSON.stringify(boxes)).toBe(before);
	}).toPass({ intervals: [50] });
	return boxes;
}

/** Returns the rectangle around some boxes, as far as it is within the frame. */
function around(boxes: readonly Box[], margin: number, frame: Box): Box {
	const left = Math.max(frame.x, Math.min(...boxes.map(({ x }) => x)) - margin);
	const top = Math.max(frame.y, Math.min(...boxes.map(({ y }) => y)) - margin);
	const right = Math.min(
		frame.x + frame.width,
		Math.max(...boxes.map((box) => box.x + box.width)) + margin,
	);
	const bottom = Math.min(
		frame.y + frame.height,
		Math.max(...boxes.map((box) => box.y + box.height)) + margin,
	);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function dismissToasts(page: Page): Promise<void> {
	const toasts = page.locator('.el-notification');
	// Clicked within the page: a toast also closes by itself, and is then gone before a mouse reaches it.
	const closeAll = () =>
		toasts
			.locator('.el-notification__closeBtn')
			.evaluateAll((buttons) =>
				buttons.forEach((button) => button.dispatchEvent(new Event('click'))),
			);
	await expect(async () => {
		await closeAll();
		await expect(toasts).toHaveCount(0, { timeout: 2_000 });
	}).toPass();
}

/** Returns the text that can be read on a page, in its fields as well. */
async function readableText(page: Page): Promise<string> {
	const values = await page
		.locator('input:not([type="password"]), textarea')
		.evaluateAll((fields) => fields.map((field) => field.value));
	return [await page.locator('body').innerText(), ...values].join('\n');
}

/**
 * Takes a picture of a part of a page, and keeps it in `reports/screenshots`. With `UPDATE_SCREENSHOTS=1`
 * it replaces the picture of the same name in the documentation, if there is one.
 *
 * @throws Error if one of the secrets can be read on the page, or the picture is too large
 */
export async function screenshotPart(
	name: string,
	{ of, margin = 0, within, without }: Part,
	secrets: readonly string[],
): Promise<void> {
	const page = of.page();
	await dismissToasts(page);
	// Away from what changes under the mouse.
	await page.mouse.move(page.viewportSize()!.width / 2, 1);
	const frame = (await within?.boundingBox()) ?? { x: 0, y: 0, ...page.viewportSize()! };
	const clip = around(await boxesAtRest(of), margin, frame);
	const text = await readableText(page);
	if (secrets.some((secret) => text.includes(secret))) {
		throw new Error(`The page shows a secret, so "${name}" was not taken.`);
	}
	const style = without === undefined ? '' : `${without} { visibility: hidden !important; }`;
	const image = await page.screenshot({ clip, style, animations: 'disabled', caret: 'hide' });
	if (image.length > maxBytes) {
		throw new Error(`"${name}" has ${image.length} bytes, more than ${maxBytes}.`);
	}
	const taken = join(packageRoot, 'reports/screenshots', `${name}.png`);
	await mkdir(dirname(taken), { recursive: true });
	await writeFile(taken, image);
	const shown = join(packageRoot, 'docs/screenshots', `${name}.png`);
	if (process.env.UPDATE_SCREENSHOTS && existsSync(shown)) await copyFile(taken, shown);
}

/** Takes a picture as `screenshotPart` does, and one of the dark theme, whose name ends with `-dark`. */
export async function screenshotBothThemes(
	name: string,
	part: Part,
	secrets: readonly string[],
): Promise<void> {
	const page = part.of.page();
	await screenshotPart(name, part, secrets);
	await page.emulateMedia({ colorScheme: 'dark' });
	await screenshotPart(`${name}-dark`, part, secrets);
	await page.emulateMedia({ colorScheme: 'light' });
}
