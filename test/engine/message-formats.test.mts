import { describe, expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { byHand, run, SOURCE, statuses } from '../../tools/engine/feedback.mts';

// Each format is proven in test/unit/mapping, and those of the sources in test/engine/sources.
const emulator = useEmulator();
const sent = () =>
	emulator()
		.store.items(SOURCE)
		.flatMap((item) => item.conversation_parts);

const comment = (id: number, body: string, more: IDataObject = {}): IDataObject => ({
	id,
	public: true,
	kind: 'reply',
	content: { 'plain text': body },
	from: [{ name: 'Jane Doe' }],
	...more,
});
const TICKET: IDataObject = {
	id: 'ticket-1',
	comments: [
		comment(1, 'Hello'),
		comment(2, 'Secret', { public: false }),
		comment(3, 'Secret', { kind: 'note' }),
		comment(4, ''),
		{ id: 5, kind: 'reply', content: { 'plain text': 'Secret' } },
	],
};
const INGEST = {
	messages: 'array',
	item: byHand({ unique_id: '={{ $json.id }}' }),
	messageArray: '={{ $json.comments }}',
};
const CUSTOM = {
	messageFormat: 'custom',
	// As n8n's editor saves properties that are dragged there.
	messageFields: {
		unique_id: 'comments[0].id',
		body: "comments[0].content['plain text']",
		author: 'comments[1].from[0].name',
		email: '',
	},
	messageFilter: {
		conditions: [
			{ property: 'comments[0].public', operator: 'is', value: 'true' },
			{ property: 'kind', operator: 'isNot', value: 'note' },
		],
	},
};
const HELLO = { unique_id: '1', body: 'Hello', author: 'Jane Doe' };

describe('the format Custom', () => {
	test('reads properties that were dragged, and sends only messages that pass the filter', async () => {
		const result = await run(emulator(), [TICKET], { ...INGEST, ...CUSTOM });

		expect(statuses(result)).toStrictEqual(['ingested']);
		expect(sent()).toStrictEqual([HELLO]);
		expect(result.hints[0]?.message).toBe(
			'1 of 1 row ingested in 1 request; 1 message without text left out; 3 messages left out by the filter.',
		);
	});

	test('takes a field that was put in as an expression for the path to it', async () => {
		await run(emulator(), [TICKET], {
			...INGEST,
			...CUSTOM,
			messageFields: {
				unique_id: '={{ $json.comments[0].id }}',
				body: '={{ $json.comments[0].content["plain text"] }}',
				author: '={{ "from.0.name" }}',
			},
		});

		expect(sent()).toStrictEqual([HELLO]);
	});

	test('reads dragged properties of an array that an expression makes', async () => {
		await run(emulator(), [TICKET], {
			...INGEST,
			...CUSTOM,
			messageArray: '={{ $json.comments.slice(0, 3) }}',
		});

		expect(sent()).toStrictEqual([HELLO]);
	});

	test('appends replies by the same rules, and skips a ticket that has none to send', async () => {
		await run(emulator(), [{ unique_id: 'ticket-1', body: 'Help' }]);
		const append = { operation: 'appendReplies', replies: 'array', itemId: '={{ $json.id }}' };
		const internal = { id: 'ticket-1', comments: [comment(6, 'Secret', { public: null })] };
		const result = await run(emulator(), [TICKET, internal], { ...INGEST, ...CUSTOM, ...append });

		expect(statuses(result)).toStrictEqual(['ingested', 'skipped']);
		expect(result.success[1]?.json.reason).toBe(
			'Row 2: all of its messages with a text are left out, so there is nothing to send.',
		);
		expect(sent()).toStrictEqual([HELLO]);
	});

	test.each<[string, INodeParameters, string]>([
		[
			'a text is not filled in',
			{ messageFields: { unique_id: 'id', body: ' ' } },
			'"Message Fields" has no "Text". Enter the name of the property that holds the text of a message.',
		],
		[
			'a condition has no property',
			{ messageFilter: { conditions: [{ property: '', operator: 'is', value: 'true' }] } },
			'Condition 1 of "Only Messages Where" has no property. Enter the name of a property of the messages, such as "public".',
		],
		[
			'a condition has an operator that does not exist',
			{ messageFilter: { conditions: [{ property: 'a', operator: 'contains', value: 'x' }] } },
			'Condition 1 of "Only Messages Where" has the unknown operator "contains". Choose one of those that the editor offers.',
		],
	])('stops the run where %s, and sends nothing', async (_what, parameters, message) => {
		const result = await run(emulator(), [TICKET], { ...INGEST, ...CUSTOM, ...parameters });

		expect(result.failure?.message).toBe(message);
		expect(emulator().requests).toHaveLength(0);
	});
});

test('an array in another format is rejected with its properties, instead of losing every message', async () => {
	const comments = [{ id: 1, plain_body: 'Hello', public: true }];
	const rows = [
		{ unique_id: 'ticket-1', body: 'Help', comments },
		{ unique_id: 'ticket-2', body: 'Help', comments: [] },
	];
	const parameters = { messages: 'array', messageArray: '={{ $json.comments }}' };
	const asApi = await run(emulator(), rows, parameters);
	const asIntercom = await run(emulator(), rows, { ...parameters, messageFormat: 'intercom' });

	expect(statuses(asApi)).toStrictEqual(['rejected', 'ingested']);
	expect(asApi.success[0]?.json.reason).toBe(
		'Row 1: no message of the array has "body", where the text should be. The messages have "id", "plain_body", "public". Choose the format of these messages, or "Custom" and drag their text to "Text".',
	);
	expect(statuses(asIntercom)).toStrictEqual(['rejected', 'ingested']);
	expect(asIntercom.success[0]?.json.reason).toMatch(
		/^Row 1: these do not look like Intercom Conversation Parts: no message of the array has "part_type"\./,
	);
});
