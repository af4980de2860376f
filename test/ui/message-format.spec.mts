import type { Locator } from '@playwright/test';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { openWorkflow, plusAfter, runWorkflow } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { addNode } from './node-creator.mts';
import { executeStep, outputHints } from './output.mts';
import { choose, drag, expression, input, labels, mapperField, plainField } from './parameters.mts';
import { rowsThen } from './workflows.mts';

test.use({ viewport: { width: 1440, height: 2300 } });

const source = 'tickets';
const tickets = [
	{
		ticket: 'ticket-1',
		subject: 'Excel export',
		remarks: [
			{ key: 1, words: 'Where is the export?', kind: 'reply', by: { nick: 'Jane Doe' } },
			{ key: 2, words: 'Third one asking.', kind: 'note', by: { nick: 'Agent' } },
		],
	},
];

const textOf = (panel: Locator, path: string) => plainField(panel, path).locator('input').first();

test('messages of any shape are mapped by dragging, and internal ones are left out, without an expression typed', async ({
	page,
	n8n,
	api,
	takeScreenshot,
}) => {
	api.reset();
	await openWorkflow(page, n8n, rowsThen('Tickets to Amplitude', tickets));
	await runWorkflow(page);
	await expect(page.getByTestId('canvas-node-status-success')).toHaveCount(3);
	const panel = await addNode(
		page,
		plusAfter(page, rowsName),
		feedbackName,
		'Ingest feedback items',
	);
	const parameters = panel.getByTestId('node-parameters');
	await input(panel, 'sourceId').fill(source);
	await choose(panel, 'messages', 'In an Array');
	for (const [field, name] of Object.entries({ unique_id: 'ticket', body: 'subject' })) {
		await drag(panel, name, mapperField(panel, 'item', field));
	}
	await drag(panel, 'remarks', plainField(panel, 'messageArray'));
	await expect(expression(plainField(panel, 'messageArray'))).toHaveText('{{ $json.remarks }}');
	// The field shows its result below, over the next one, until it loses the focus.
	await panel.locator('label[for="columns"]').click();
	await choose(panel, 'messageFormat', 'Custom');

	const seven = ['Unique ID', 'Text', 'Author', 'Email', 'User ID', 'Created At', 'URL'];
	const shown = ['Message Array', 'Message Format', 'Message Fields', ...seven];
	await expect
		.poll(async () => (await labels(parameters)).slice(-shown.length - 3))
		.toEqual([...shown, 'Only Messages Where', 'Additional Fields', 'Options']);
	for (const [field, name] of Object.entries({ unique_id: 'key', body: 'words', author: 'nick' })) {
		await drag(panel, name, plainField(panel, `messageFields.${field}`));
	}
	await expect(textOf(panel, 'messageFields.author')).toHaveValue('remarks[0].by.nick');
	await expect(textOf(panel, 'messageFields.email')).toHaveValue('');
	await takeScreenshot('message-fields', {
		of: parameters.getByTestId('parameter-item'),
		margin: 12,
	});

	await panel.getByRole('button', { name: 'Add Condition' }).click();
	await drag(panel, 'kind', plainField(panel, 'messageFilter.conditions[0].property'));
	await textOf(panel, 'messageFilter.conditions[0].value').fill('reply');
	await executeStep(panel);
	await expect(outputHints(panel)).toHaveText([
		'1 of 1 row ingested in 1 request; 1 message left out by the filter.',
	]);
	expect(api.store.items(source)).toEqual([
		{
			unique_id: 'ticket-1',
			body: 'Excel export',
			conversation_parts: [{ unique_id: '1', body: 'Where is the export?', author: 'Jane Doe' }],
		},
	]);
});
