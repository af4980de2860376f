import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Locator } from '@playwright/test';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { windowSize } from './browser.mts';
import { byTestId, openWorkflow, plusAfter } from './editor.mts';
import { choose, input, labels, openList, tooltip, truncated } from './fields.mts';
import { addAction } from './node-creator.mts';
import { scene, type Stage } from './stage.mts';
import { eventually } from './waiting.mts';
import { reviewsThen } from './workflows.mts';

/** High enough for all fields at once. */
const highWindow = { width: 1440, height: 1800 };

const seven = ['Unique ID', 'Text (Body)', 'Author', 'Email', 'User ID', 'Created At', 'URL'];
// The first label is n8n's own.
const mapper = (title: string) => ['Mapping Column Mode', title, ...seven];
const array = (title: string, fields: string) => [title, fields];

const shown = {
	'ingest-none': ['Messages', ...mapper('Fields of the Item')],
	'ingest-rows': ['Messages', ...mapper('Fields of the Item'), ...mapper('Fields of the Message')],
	'ingest-array': [
		'Messages',
		...mapper('Fields of the Item'),
		...array('Message Array', 'Message Fields'),
	],
	'append-rows': ['Replies', 'Item ID', ...mapper('Fields of the Message')],
	'append-array': ['Replies', 'Item ID', ...array('Reply Array', 'Reply Fields')],
};

/** Both operations show what they need, and explain it. */
export function fieldsScenes(stage: () => Stage): void {
	let parameters: Locator;

	beforeAll(async () => {
		const { n8n, page } = stage();
		await page.setViewportSize(highWindow);
		await openWorkflow(page, n8n.url, await n8n.rest.createWorkflow(reviewsThen()));
		const panel = await addAction(page, plusAfter(page, rowsName), feedbackName, 'Ingest items');
		parameters = byTestId(panel, 'node-parameters');
	});

	afterAll(() => stage().page.setViewportSize(windowSize));

	function shows(name: keyof typeof shown, setUp: () => Promise<void>): void {
		scene(stage, `${name}: just the fields it needs, in order`, async ({ page, camera }) => {
			await setUp();
			await eventually(async () => {
				expect(await labels(parameters)).toEqual([
					'Credential',
					'Operation',
					'Source ID',
					...shown[name],
					'Options',
				]);
			});
			expect(await truncated(parameters)).toEqual([]);
			await camera.take(page, name, { of: byTestId(parameters, 'parameter-item'), margin: 12 });
		});
	}
	shows('ingest-none', async () => undefined);
	shows('ingest-rows', () => choose(parameters, 'messages', 'One per Row'));
	shows('ingest-array', () => choose(parameters, 'messages', 'In an Array'));
	shows('append-rows', () => choose(parameters, 'operation', 'Append Replies'));
	shows('append-array', () => choose(parameters, 'replies', 'In an Array'));

	const placeholder = (name: string) => input(parameters, name).getAttribute('placeholder');

	scene(stage, 'placeholders show an example', async () => {
		expect(await placeholder('sourceId')).toBe('e.g. 8f14e45f-ceea-4a67-9f3c-0d1b2a3c4d5e');
		expect(await placeholder('itemId')).toBe('e.g. {{ $json.ticket_id }}');
		expect(await placeholder('messageArray')).toBe('e.g. {{ $json.comments }}');
	});

	scene(stage, 'a hint says where the source ID is found', async () => {
		expect(await byTestId(parameters, 'parameter-item').allInnerTexts()).toContainEqual(
			expect.stringContaining('In Amplitude: AI Feedback, your source, three-dot menu, Settings'),
		);
	});

	scene(stage, 'question marks explain', async () => {
		expect(await tooltip(parameters, 'Source ID')).toBe(
			'The webhook source in Amplitude that receives the feedback',
		);
		expect(await tooltip(parameters, 'Replies')).toBe('Where the new replies are');
		expect(await tooltip(parameters, 'Item ID')).toBe(
			'The unique ID under which the item was ingested',
		);
		expect(await tooltip(parameters, 'Reply Array')).toMatch(/^An expression that gives the array/);
		expect(await tooltip(parameters, 'Reply Fields')).toMatch(/^Where each field is found/);
	});

	scene(stage, 'choices explain themselves', async ({ page }) => {
		expect(await openList(page, input(parameters, 'operation'))).toEqual([
			expect.stringMatching(/^Ingest Items\s+Send reviews, survey answers/),
			expect.stringMatching(/^Append Replies\s+Add new messages to items/),
		]);
		await page.keyboard.press('Tab');
		await choose(parameters, 'operation', 'Ingest Items');
		expect(await openList(page, input(parameters, 'messages'))).toEqual([
			expect.stringMatching(/^None\s+Each row is one review/),
			expect.stringMatching(/^In an Array\s+Each row is one ticket/),
			expect.stringMatching(/^One per Row\s+Each row is one message/),
		]);
		await page.keyboard.press('Tab');
	});

	scene(stage, 'the options are few, and hidden until they are asked for', async ({ page }) => {
		const add = byTestId(parameters, 'collection-parameter-add').last();
		expect(await openList(page, add)).toEqual([
			'Batch Size',
			'Dry Run',
			'Generate Missing IDs',
			'Include Input Fields',
			'Max Concurrent Requests',
			'On Rejected Rows',
			'Request Timeout (Seconds)',
			'Retry Budget (Seconds)',
		]);
		await page.getByRole('option', { name: 'Batch Size' }).click();
		await input(parameters, 'batchSize').waitFor();
		expect(await input(parameters, 'batchSize').inputValue()).toBe('100');
		expect(await tooltip(parameters, 'Batch Size')).toMatch(/^How many items go into one request/);
	});
}
