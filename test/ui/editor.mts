import type { Locator, Page } from '@playwright/test';
import type { Owner } from '../../tools/editor/n8n/rest.mts';
import { settled } from './waiting.mts';

/** An element by n8n's own handle for tests. */
export function byTestId(within: Page | Locator, id: string): Locator {
	return within.locator(`[data-test-id="${id}"]`);
}

/** Signs in on n8n's page. */
export async function signIn(page: Page, url: string, { email, password }: Owner): Promise<void> {
	await page.goto(`${url}/signin`);
	await byTestId(page, 'emailOrLdapLoginId').locator('input').fill(email);
	await byTestId(page, 'password').locator('input').fill(password);
	await byTestId(page, 'form-submit-button').click();
	await byTestId(page, 'project-home-menu-item').waitFor();
}

/** Opens a saved workflow and fits it into the window. */
export async function openWorkflow(page: Page, url: string, id: string): Promise<void> {
	await page.goto(`${url}/workflow/${id}`);
	await byTestId(page, 'canvas-node').first().waitFor();
	await fitCanvas(page);
}

/** A node on the canvas. */
export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Fits all nodes into the window, and waits until they have come to rest. */
export async function fitCanvas(page: Page): Promise<void> {
	await byTestId(page, 'zoom-to-fit').click();
	await settled(byTestId(page, 'canvas-node'));
}

/** Opens a node's panel; resolves with the panel. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).dblclick();
	return await openedNode(page);
}

/** The panel of the node that is open. */
export async function openedNode(page: Page): Promise<Locator> {
	const panel = byTestId(page, 'ndv');
	await byTestId(panel, 'node-parameters').waitFor();
	return panel;
}

/** Closes the panel of a node. */
export async function closeNode(page: Page): Promise<void> {
	await byTestId(page, 'ndv-close-button').click();
	await byTestId(page, 'ndv').waitFor({ state: 'detached' });
}

/** Gives the open node another name. */
export async function renameNode(page: Page, name: string): Promise<void> {
	const title = byTestId(page, 'node-title-container');
	await byTestId(title, 'inline-edit-preview').click();
	await byTestId(title, 'inline-edit-input').fill(name);
	await byTestId(title, 'inline-edit-input').press('Enter');
	await byTestId(title, 'inline-edit-preview').filter({ hasText: name }).waitFor();
}

/** Runs the workflow. What it brings about is for the caller to wait for. */
export async function runWorkflow(page: Page): Promise<void> {
	await byTestId(page, 'execute-workflow-button').click();
}

/** What is written on the line between two nodes: how many items have gone along it. */
export function connection(page: Page, from: string, to: string): Locator {
	const ends = `[data-source-node-name="${from}"][data-target-node-name="${to}"]`;
	return page.locator(`[data-test-id="edge-label"]${ends}`);
}

/** The plus sign at the end of a node's output. */
export function plusAfter(page: Page, node: string, output = 0): Locator {
	const handle = `[data-test-id="canvas-node-output-handle"][data-node-name="${node}"]`;
	return byTestId(page.locator(`${handle}[data-index="${output}"]`), 'canvas-handle-plus');
}
