import { feedback } from '../../tools/editor/workflows/nodes.mts';
import { openNode, openWorkflow } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { drag, expression } from './parameters.mts';
import { reviewsThen } from './workflows.mts';

const filter = {
	name: 'Only Problems',
	type: 'n8n-nodes-base.filter',
	typeVersion: 2.2,
	parameters: {},
};

for (const operation of ['ingestItems', 'appendReplies']) {
	test(`the fields of a result can be dragged before ${operation} has run`, async ({
		page,
		n8n,
		credential,
	}) => {
		const node = feedback(credential, { operation, sourceId: 'app-reviews' });
		await openWorkflow(page, n8n, reviewsThen(node, filter));
		const panel = await openNode(page, filter.name);
		const preview = panel.getByTestId('ndv-input-panel').getByTestId('run-data-schema-node-name');
		for (const name of ['unique_id', 'status', 'next', 'reason', 'request', 'attempts']) {
			await expect(preview.getByText(name, { exact: true })).toBeVisible();
		}
		const value = panel.getByTestId('filter-condition-left');
		await drag(panel, 'next', value);
		await expect(expression(value)).toHaveText('{{ $json.next }}');
	});
}
