import { afterAll, beforeAll, expect } from '@jest/globals';
import {
	exampleNames,
	isFeedbackNode,
	isNote,
	readExample,
	withCredential,
} from '../fixtures/examples.mts';
import { windowSize } from './browser.mts';
import { byTestId, openWorkflow } from './editor.mts';
import { screenshotCanvas } from './screenshots.mts';
import { scene, type Stage } from './stage.mts';

const CREDENTIAL = 'amplitudeAiFeedbackApi';
/** The notes are to be read. */
const largeWindow = { width: 1800, height: 1100 };

/** The canvas of each example, for the gallery. */
export function examplesScenes(stage: () => Stage): void {
	let credential: string;

	beforeAll(async () => {
		const { n8n, api } = stage();
		const { apiKey, secretKey } = api.settings;
		credential = await n8n.rest.createCredential({
			name: 'Amplitude of the examples',
			type: CREDENTIAL,
			data: { apiKey, secretKey, region: 'custom', baseUrl: api.url },
		});
		await stage().page.setViewportSize(largeWindow);
	});

	afterAll(() => stage().page.setViewportSize(windowSize));

	for (const name of exampleNames()) {
		scene(stage, name, async ({ n8n, page, camera }) => {
			const example = withCredential(readExample(name), isFeedbackNode, CREDENTIAL, credential);
			await openWorkflow(page, n8n.url, await n8n.rest.createWorkflow(example));
			const steps = example.nodes.filter((node) => !isNote(node));
			for (const { name: step } of steps) {
				const node = page.locator(`[data-test-id="canvas-node"][data-node-name="${step}"]`);
				await expect(node.count()).resolves.toBe(1);
			}
			// A node type or version that n8n does not know has a question mark.
			expect(await byTestId(page, 'canvas-node').getByText('?', { exact: true }).count()).toBe(0);
			await screenshotCanvas(page, camera, `examples/${name}`);
		});
	}
}
