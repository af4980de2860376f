import {
	exampleNames,
	isFeedbackNode,
	isNote,
	readExample,
	withCredential,
} from '../fixtures/examples.mts';
import { canvasNode, openWorkflow, wholeCanvas } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { layoutProblems } from './layout.mts';

// Large enough to read the notes.
test.use({ viewport: { width: 1800, height: 1100 } });

for (const name of exampleNames()) {
	test(`n8n draws the example ${name} with every node on a note, and nothing over anything`, async ({
		page,
		n8n,
		credential,
		takeScreenshot,
	}) => {
		const example = withCredential(
			readExample(name),
			isFeedbackNode,
			'amplitudeAiFeedbackApi',
			credential,
		);
		await openWorkflow(page, n8n, example);
		for (const node of example.nodes.filter((node) => !isNote(node))) {
			await expect(canvasNode(page, node.name)).toHaveCount(1);
		}
		// A node whose type or version n8n does not know has a question mark.
		await expect(page.getByTestId('canvas-node').getByText('?', { exact: true })).toHaveCount(0);
		const canvas = await wholeCanvas(page);
		expect(await layoutProblems(page)).toEqual([]);
		await takeScreenshot(`examples/${name}`, canvas);
	});
}
