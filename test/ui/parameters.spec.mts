import type { Locator, Page } from '@playwright/test';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { openWorkflow, plusAfter } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { addNode } from './node-creator.mts';
import { choose, expectTooltip, input, labels, openList, truncated } from './parameters.mts';
import { reviewsThen } from './workflows.mts';

// High enough for all fields at once.
test.use({ viewport: { width: 1440, height: 1800 } });

test.beforeEach(async ({ page, n8n }) => {
	await openWorkflow(page, n8n, reviewsThen());
});

/** Adds the node; returns its parameters. */
async function addFeedback(
	page: Page,
	action: 'Ingest feedback items' | 'Append replies to feedback items',
): Promise<Locator> {
	const panel = await addNode(page, plusAfter(page, rowsName), feedbackName, action);
	return panel.getByTestId('node-parameters');
}

const seven = ['Unique ID', 'Text', 'Author', 'Email', 'User ID', 'Created At', 'URL'];
// The first label is n8n's own.
const mapper = (title: string) => ['Mapping Column Mode', title, ...seven];
const item = mapper('Fields of the Item');
const message = mapper('Fields of the Message');

const layouts = [
	{ picture: 'ingest-none', parameter: 'messages', layout: 'None', shown: ['Messages', ...item] },
	{
		picture: 'ingest-rows',
		parameter: 'messages',
		layout: 'One per Row',
		shown: ['Messages', ...item, ...message],
	},
	{
		picture: 'ingest-array',
		parameter: 'messages',
		layout: 'In an Array',
		shown: ['Messages', ...item, 'Message Array', 'Message Format'],
	},
	{
		picture: 'append-rows',
		parameter: 'replies',
		layout: 'One per Row',
		shown: ['Replies', 'Item ID', ...message],
	},
	{
		picture: 'append-array',
		parameter: 'replies',
		layout: 'In an Array',
		shown: ['Replies', 'Item ID', 'Reply Array', 'Reply Format'],
	},
];

for (const { picture, parameter, layout, shown } of layouts) {
	test(`with ${parameter} "${layout}" the node shows just the fields it needs, in order`, async ({
		page,
		takeScreenshot,
	}) => {
		const action =
			parameter === 'messages' ? 'Ingest feedback items' : 'Append replies to feedback items';
		const parameters = await addFeedback(page, action);
		const chosen = await input(parameters, parameter).inputValue();
		if (chosen !== layout) await choose(parameters, parameter, layout);
		const additional = parameter === 'messages' ? ['Additional Fields'] : [];
		const all = ['Credential', 'Operation', 'Source ID', ...shown, ...additional, 'Options'];
		await expect.poll(() => labels(parameters)).toEqual(all);
		expect(await truncated(parameters)).toEqual([]);
		await takeScreenshot(picture, { of: parameters.getByTestId('parameter-item'), margin: 12 });
	});
}

test('placeholders show an example, and a hint tells where the source ID is found', async ({
	page,
}) => {
	const parameters = await addFeedback(page, 'Append replies to feedback items');
	await choose(parameters, 'replies', 'In an Array');
	const examples = {
		sourceId: 'e.g. 8f14e45f-ceea-4a67-9f3c-0d1b2a3c4d5e',
		itemId: 'e.g. {{ $json.ticket_id }}',
		messageArray: 'e.g. {{ $json.comments }}',
	};
	for (const [name, example] of Object.entries(examples)) {
		await expect(input(parameters, name)).toHaveAttribute('placeholder', example);
	}
	await expect(
		parameters
			.getByTestId('parameter-item')
			.filter({ hasText: 'In Amplitude: AI Feedback, your source, three-dot menu, Settings' }),
	).toBeVisible();
});

test('question marks explain the parameters', async ({ page }) => {
	const parameters = await addFeedback(page, 'Append replies to feedback items');
	await choose(parameters, 'replies', 'In an Array');
	await choose(parameters, 'messageFormat', 'Custom');
	const explanations = {
		'Source ID': 'The webhook source in Amplitude that receives the feedback',
		Replies: 'Where the new replies are',
		'Item ID': 'The Unique ID that the item was ingested with',
		'Reply Array': 'An expression that returns the array',
		'Reply Fields': 'Where to find each field',
	};
	for (const [title, text] of Object.entries(explanations)) {
		await expectTooltip(parameters, title, text);
	}
});

test('mapped automatically, the node says which fields of a row it reads', async ({ page }) => {
	const parameters = await addFeedback(page, 'Ingest feedback items');
	const fields = parameters.getByText('Only these fields of the row are read: unique_id, body');
	await expect(fields).toHaveCount(0);
	const mode = parameters.getByTestId('mapping-mode-select').locator('input');
	const modes = await openList(mode);
	await modes.filter({ hasText: 'Map Automatically' }).click();
	await expect(fields).toHaveText(/created_at, url, conversation_parts$/);
	await choose(parameters, 'messages', 'One per Row');
	await expect(fields).toHaveText(/created_at, url$/);
});

test('the choices of operation and messages explain themselves', async ({ page }) => {
	const parameters = await addFeedback(page, 'Ingest feedback items');
	await expect(await openList(input(parameters, 'operation'))).toHaveText(
		[
			/^Append Replies\s+Add new messages to feedback items/,
			/^Ingest Items\s+Create feedback items, or update/,
			// n8n's own, which leads to its HTTP Request node with this credential.
			/^Custom API Call/,
		],
		{ useInnerText: true },
	);
	await page.keyboard.press('Tab');
	await expect(await openList(input(parameters, 'messages'))).toHaveText(
		[
			/^In an Array\s+Each row is one ticket/,
			/^None\s+Each row is one review/,
			/^One per Row\s+Each row is one message/,
		],
		{ useInnerText: true },
	);
});

test('options are hidden until they are added, and then have their default; switches are on', async ({
	page,
}) => {
	const parameters = await addFeedback(page, 'Ingest feedback items');
	const options = await openList(parameters.getByTestId('collection-parameter-add').last());
	await expect(options).toHaveText([
		'Batch Size',
		'Date Format',
		'Dry Run',
		'Generate Missing IDs',
		'Include Input Fields',
		'Max Concurrent Requests',
		'On Rejected Rows',
		'Output',
		'Remove Patterns',
		'Request Timeout (Seconds)',
		'Retry Budget (Seconds)',
		'Text Format',
	]);
	await options.filter({ hasText: 'Dry Run' }).click();
	await expect(input(parameters, 'dryRun')).toBeChecked();
	await openList(parameters.getByTestId('collection-parameter-add').last());
	await options.filter({ hasText: 'Batch Size' }).click();
	await expect(input(parameters, 'batchSize')).toHaveValue('100');
	await expectTooltip(parameters, 'Batch Size', 'Maximum number of items in a request');
});
