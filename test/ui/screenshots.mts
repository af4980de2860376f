import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { packageRoot } from '../../tools/shared/folders.mts';
import { byTestId, fitCanvas } from './editor.mts';
import { drawn, settled } from './waiting.mts';

/** The documentation carries these pictures; larger ones do not belong into a repository. */
const maxBytes = 250_000;

/** Part of a page: all that the locator finds, and so much around it in pixels. */
export interface Part {
	readonly of: Locator;
	readonly margin?: number;
	/** What lies over it and does not belong into the picture, as a CSS selector. */
	readonly without?: string;
}

/**
 * Keeps a picture in a folder that git ignores. With `UPDATE_SCREENSHOTS=1`, a picture of the same name
 * in the documentation is replaced by it.
 */
async function keep(image: Buffer, name: string): Promise<void> {
	const taken = join(packageRoot, 'reports', 'screenshots');
	const file = join(taken, `${name}.png`);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, image);
	const shown = join(packageRoot, 'docs', 'screenshots', `${name}.png`);
	if (process.env.UPDATE_SCREENSHOTS && existsSync(shown)) await copyFile(file, shown);
}

/** Text that can be read on the page, in its fields as well. */
async function readableText(page: Page): Promise<string> {
	const fields = await page.locator('input:not([type="password"]), textarea').all();
	const values = await Promise.all(fields.map((field) => field.inputValue()));
	return [await page.locator('body').innerText(), ...values].join('\n');
}

async function dismissToasts(page: Page): Promise<void> {
	const toasts = page.locator('.el-notification');
	for (const toast of await toasts.all()) {
		await toast.locator('.el-notification__closeBtn').click();
	}
	await toasts.first().waitFor({ state: 'detached' });
}

/** The rectangle around all that the part has, as far as it is in the window. */
async function rectangle(page: Page, { of, margin = 0 }: Part) {
	await settled(of);
	const found = await Promise.all((await of.all()).map((element) => element.boundingBox()));
	const boxes = found.filter((box) => box !== null);
	if (boxes.length === 0) throw new Error('There is nothing to take a picture of.');
	const { width, height } = page.viewportSize()!;
	const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - margin);
	const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - margin);
	const right = Math.min(width, Math.max(...boxes.map((box) => box.x + box.width)) + margin);
	const bottom = Math.min(height, Math.max(...boxes.map((box) => box.y + box.height)) + margin);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Takes pictures of a page. It refuses to take one that shows a secret. */
export class Camera {
	readonly #secrets: readonly string[];

	constructor(secrets: readonly string[]) {
		this.#secrets = secrets;
	}

	/** Takes a picture of a part of a page, as a PNG of this name. */
	async take(page: Page, name: string, part: Part): Promise<void> {
		await dismissToasts(page);
		// Away from what changes under the mouse.
		await page.mouse.move(page.viewportSize()!.width / 2, 1);
		const clip = await rectangle(page, part);
		await drawn(page);
		const text = await readableText(page);
		if (this.#secrets.some((secret) => text.includes(secret))) {
			throw new Error(`The page shows a secret; "${name}" was not taken.`);
		}
		const { without } = part;
		const style = without === undefined ? '' : `${without} { visibility: hidden !important; }`;
		const image = await page.screenshot({ clip, style, animations: 'disabled', caret: 'hide' });
		if (image.length > maxBytes) {
			throw new Error(`"${name}" has ${image.length} bytes, more than ${maxBytes}.`);
		}
		await keep(image, name);
	}
}

/** n8n's buttons over the canvas. */
const buttons = [
	'canvas-controls',
	'execute-workflow-button',
	'node-creator-plus-button',
	'command-bar-button',
	'add-sticky-button',
	'toggle-focus-panel-button',
	'instance-ai-canvas-action-button',
];

const hidden = [
	...buttons.map((id) => `[data-test-id="${id}"]`),
	// What holds the buttons of a workflow with several triggers.
	'[class*="executionButtons"]',
];

/** Takes a picture of the workflow that is open, with all its nodes. */
export async function screenshotCanvas(page: Page, camera: Camera, name: string): Promise<void> {
	// On empty ground, so that no node is shown as selected.
	await byTestId(page, 'canvas').click({ position: { x: 10, y: 10 } });
	await fitCanvas(page);
	const plus = byTestId(page, 'canvas-handle-plus');
	await camera.take(page, name, {
		// Nodes and notes.
		of: page.locator('.vue-flow__node').or(plus),
		margin: 40,
		without: `:is(${hidden.join(', ')})`,
	});
}

/** Keeps what the page looked like when a test failed; resolves with the file's path. */
export async function keepFailure(page: Page, test: string): Promise<string> {
	const name = test.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	const file = join(packageRoot, 'reports', 'failed', `${name}.png`);
	await page.screenshot({ path: file });
	return file;
}
