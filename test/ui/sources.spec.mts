import type { Locator } from '@playwright/test';
import type { IDataObject } from 'n8n-workflow';
import { feedbackName, rowsName } from '../../tools/editor/workflows/nodes.mts';
import { items as csvItems, rows as csvRows } from '../fixtures/sources/csv.mts';
import { gmail, gmailMessages } from '../fixtures/sources/email.mts';
import * as freshdesk from '../fixtures/sources/freshdesk.mts';
import * as intercom from '../fixtures/sources/intercom.mts';
import * as zendesk from '../fixtures/sources/zendesk.mts';
import { openWorkflow, plusAfter, runWorkflow } from './editor.mts';
import { expect, test } from './fixtures.mts';
import { addNode } from './node-creator.mts';
import { executeStep, outputHints } from './output.mts';
import {
	choose,
	drag,
	expression,
	input,
	mapperField,
	openList,
	plainField,
} from './parameters.mts';
import { rowsThen } from './workflows.mts';

// High enough for all fields at once.
test.use({ viewport: { width: 1440, height: 1600 } });

/** A field of the input by its name, and which one where several have it. */
type Dragged = string | readonly [name: string, index: number];

interface Source {
	readonly rows: readonly IDataObject[];
	/** By field of the item. */
	readonly item: Readonly<Record<string, Dragged>>;
	readonly messages?: { readonly array: Dragged; readonly format: string };
	/** By label: what is chosen in a list, or typed. */
	readonly option?: readonly [label: string, parameter: string, value: string];
	readonly stored: ReadonlyArray<Record<string, unknown>>;
	readonly hint?: string;
}

const only = (names: readonly string[], items: readonly object[]) =>
	items.map((item) =>
		Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))),
	);
const PLAIN_TEXT = ['Text Format', 'textFormat', 'Plain Text'] as const;
const BASICS = ['unique_id', 'body', 'created_at', 'conversation_parts'];

const sources: Record<string, Source> = {
	zendesk: {
		rows: zendesk.tickets.map((ticket) => ({
			...ticket,
			...zendesk.commentsOf[String(ticket.id)],
		})),
		item: { unique_id: 'id', body: 'subject', created_at: 'created_at' },
		messages: { array: 'comments', format: 'Zendesk' },
		stored: only(BASICS, zendesk.items),
		hint: '2 of 2 rows ingested in 1 request; 1 message without text left out; 2 messages left out by the format.',
	},
	intercom: {
		rows: intercom.conversations,
		item: { unique_id: 'id', body: 'body', created_at: 'created_at' },
		messages: { array: ['conversation_parts', 1], format: 'Intercom' },
		option: PLAIN_TEXT,
		stored: only(BASICS, intercom.items),
	},
	freshdesk: {
		rows: freshdesk.tickets.map((ticket) => ({
			...ticket,
			conversations: freshdesk.conversationsOf[String(ticket.id)],
		})),
		item: { unique_id: 'id', body: 'description', created_at: 'created_at' },
		messages: { array: 'conversations', format: 'Freshdesk' },
		option: PLAIN_TEXT,
		stored: only(BASICS, freshdesk.items),
	},
	gmail: {
		rows: gmail,
		item: { unique_id: 'id', body: 'text', email: ['text', 1], created_at: 'date' },
		stored: only(['unique_id', 'body', 'email', 'created_at'], gmailMessages),
	},
	csv: {
		rows: csvRows,
		item: { unique_id: 'id', body: 'comment', author: 'name', created_at: 'posted' },
		option: ['Date Format', 'dateFormat', 'dd.MM.yyyy'],
		stored: [
			...csvItems,
			{
				unique_id: '30000000000000000002',
				body: 'Also nice',
				// Midnight in New York, n8n's default time zone.
				created_at: '2026-03-17T04:00:00Z',
			},
		],
	},
};

async function dragTo(panel: Locator, dragged: Dragged, target: Locator): Promise<void> {
	const [name, index] = typeof dragged === 'string' ? [dragged, 0] : dragged;
	await drag(panel, name, target, index);
	await expect(expression(target)).toHaveText(/^\{\{ \$json\.[\w.]+ \}\}$/);
}

for (const [name, source] of Object.entries(sources)) {
	test(`${name} is mapped by dragging and choosing alone`, async ({
		page,
		n8n,
		api,
		takeScreenshot,
	}) => {
		api.reset();
		await openWorkflow(page, n8n, rowsThen(`${name} to Amplitude`, source.rows));
		await runWorkflow(page);
		await expect(page.getByTestId('canvas-node-status-success')).toHaveCount(3);
		const plus = plusAfter(page, rowsName);
		const panel = await addNode(page, plus, feedbackName, 'Ingest feedback items');
		await input(panel, 'sourceId').fill(name);

		const { messages, option } = source;
		if (messages) await choose(panel, 'messages', 'In an Array');
		for (const [field, dragged] of Object.entries(source.item)) {
			await dragTo(panel, dragged, mapperField(panel, 'item', field));
		}
		// A field shows its result below, over the next one, until it loses the focus.
		const blur = () => panel.locator('label[for="columns"]').click();
		await blur();
		if (messages) {
			await dragTo(panel, messages.array, plainField(panel, 'messageArray'));
			await blur();
			await choose(panel, 'messageFormat', messages.format);
		}
		if (option) {
			const [label, parameter, value] = option;
			const options = await openList(panel.getByTestId('collection-parameter-add').last());
			await options.filter({ hasText: label }).click();
			if (option === PLAIN_TEXT) await choose(panel, parameter, value);
			else await input(panel, parameter).fill(value);
		}
		await takeScreenshot(`source-${name}`, { of: panel });

		await executeStep(panel);
		await expect(panel.getByTestId('node-run-status-success')).toBeVisible();
		if (source.hint) await expect(outputHints(panel)).toHaveText([source.hint]);
		const stored = api.store.items(name);
		expect(stored).toHaveLength(source.stored.length);
		for (const item of source.stored) expect(stored).toContainEqual(expect.objectContaining(item));
	});
}
