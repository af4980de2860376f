import { expect, type Locator, type Page } from '@playwright/test';
import type { Instance } from '../../tools/editor/n8n/instance.mts';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';
import { boxesAtRest, type Part } from './screenshot.mts';

/** Saves a workflow in n8n, opens it, and fits it into the window. */
export async function openWorkflow(
	page: Page,
	{ rest }: Instance,
	workflow: WorkflowData,
): Promise<void> {
	await page.goto(`/workflow/${await rest.createWorkflow(workflow)}`);
	// The editor's own code is large, and nothing of it is in the cache of a new page.
	await expect(page.getByTestId('canvas-node').first()).toBeVisible({ timeout: 60_000 });
	await fitCanvas(page);
}

/** Locates a node on the canvas. */
export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/** Fits all nodes into the window, and waits until they have come to rest. */
export async function fitCanvas(page: Page): Promise<void> {
	await page.getByTestId('zoom-to-fit').click();
	await boxesAtRest(page.getByTestId('canvas-node'));
}

/** Opens a node; returns its panel. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).dblclick();
	return await openedNode(page);
}

/** Returns the panel of the node that is open. */
export async function openedNode(page: Page): Promise<Locator> {
	const panel = page.getByTestId('ndv');
	await expect(panel.getByTestId('node-parameters')).toBeVisible();
	return panel;
}

/** Closes the panel of a node. */
export async function closeNode(page: Page): Promise<void> {
	await page.getByTestId('ndv-close-button').click();
	await expect(page.getByTestId('ndv')).toHaveCount(0);
}

/** Gives the open node another name. */
export async function renameNode(page: Page, name: string): Promise<void> {
	const title = page.getByTestId('node-title-container');
	await title.getByTestId('inline-edit-preview').click();
	await title.getByTestId('inline-edit-input').fill(name);
	await title.getByTestId('inline-edit-input').press('Enter');
	await expect(title.getByTestId('inline-edit-preview')).toContainText(name);
}

/** Runs the workflow; waiting for what it brings about is up to the caller. */
export async function runWorkflow(page: Page): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
}

/** Locates the label of a connection, which tells how many items have gone along it. */
export function connectionLabel(page: Page, from: string, to: string): Locator {
	const ends = `[data-source-node-name="${from}"][data-target-node-name="${to}"]`;
	return page.locator(`[data-test-id="edge-label"]${ends}`);
}

/** Locates the plus sign at the end of a node's output. */
export function plusAfter(page: Page, node: string, output = 0): Locator {
	const handle = `[data-test-id="canvas-node-output-handle"][data-node-name="${node}"]`;
	return page.locator(`${handle}[data-index="${output}"]`).getByTestId('canvas-handle-plus');
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

const overCanvas = [
	...buttons.map((id) => `[data-test-id="${id}"]`),
	// What holds the buttons of a workflow with several triggers.
	'[class*="executionButtons"]',
];

/** Fits the open workflow into the window; returns the part of the page that has all its nodes and notes. */
export async function wholeCanvas(page: Page): Promise<Part> {
	// On empty ground, so that no node is shown as selected.
	await page.getByTestId('canvas').click({ position: { x: 10, y: 10 } });
	await fitCanvas(page);
	return {
		of: page.locator('.vue-flow__node').or(page.getByTestId('canvas-handle-plus')),
		margin: 40,
		without: `:is(${overCanvas.join(', ')})`,
	};
}
