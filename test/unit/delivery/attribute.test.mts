import { describe, expect, test } from '@jest/globals';
import {
	attribute,
	coverage,
	namedItems,
	NOTHING_NAMED,
	type NamedFailures,
} from '../../../nodes/AmplitudeAiFeedback/delivery/attribute.ts';
import { chunkOf, pendingItem } from './builders.mts';

/** `café` in two code points, as macOS writes it. */
const CAFE = 'cafe\u0301';
const items = [
	pendingItem('Ticket-1', [chunkOf('Ticket-1', ['m-1', 'm-2'])]),
	pendingItem(CAFE),
	pendingItem('42'),
	pendingItem('call', [chunkOf('call', ['call', 'shared'])]),
	pendingItem('chat', [chunkOf('chat', ['shared', 'chat-1'])]),
	pendingItem('ROW'),
	pendingItem('row'),
];

/** Says what is named as `item: words` and `item/message: words`. */
function named({ items: byItem, messages }: NamedFailures): string[] {
	return [
		...[...byItem].map(([{ item }, words]) => `${item.id}: ${words}`),
		...[...messages].flatMap(([{ item }, ids]) =>
			[...ids].map(([id, words]) => `${item.id}/${id}: ${words}`),
		),
	];
}
const attributed = (...entries: (readonly [string | undefined, string])[]) =>
	named(
		attribute(
			entries.map(([id, message]) => ({ id, message })),
			items,
		),
	);

test.each<[string, string | undefined, string[]]>([
	['unchanged', 'Ticket-1', ['Ticket-1: no']],
	['with blanks around it', ' Ticket-1\n', ['Ticket-1: no']],
	['in lower case', 'ticket-1', ['Ticket-1: no']],
	['in another Unicode form', 'caf\u00E9', [`${CAFE}: no`]],
	['as a number', String(42), ['42: no']],
	['of a message', 'm-2', ['Ticket-1/m-2: no']],
	['of a message, in capitals', 'M-2', ['Ticket-1/m-2: no']],
	['of an item that has a message of the same id', 'call', ['call: no']],
	['exact, where another one differs only in case', 'ROW', ['ROW: no']],
	['that may be one of two which differ only in case', 'Row', []],
	['of a message in two items', 'shared', []],
	['with a prefix', 'source/Ticket-1', []],
	['that was not sent', 'Ticket-2', []],
	['that is missing', undefined, []],
])('an id %s names what it belongs to, if that is sure', (_name, id, expected) => {
	expect(attributed([id, 'no'])).toStrictEqual(expected);
});

test.each<[string, [string, string][], string[]]>([
	[
		'one id twice keeps the first words',
		[
			['42', 'no'],
			['42', 'nor'],
		],
		['42: no'],
	],
	[
		'words replace an entry without any',
		[
			['42', ''],
			['42', 'no'],
		],
		['42: no'],
	],
	[
		'item and message are both named',
		[
			['m-1', 'bad'],
			['Ticket-1', 'no'],
		],
		['Ticket-1: no', 'Ticket-1/m-1: bad'],
	],
	[
		'two messages of one item are both named',
		[
			['m-1', 'no'],
			['m-2', 'nor'],
		],
		['Ticket-1/m-1: no', 'Ticket-1/m-2: nor'],
	],
])('%s', (_name, entries, expected) => {
	expect(attributed(...entries)).toStrictEqual(expected);
});

describe('names cover', () => {
	test.each<[string, number, string[], string]>([
		['all failures if there are none', 0, [], 'all'],
		['all failures if each item has a name', 2, ['42', 'call'], 'all'],
		['all failures if each message has a name', 2, ['m-1', 'm-2'], 'all'],
		['all failures if the item of two messages is counted once', 1, ['m-1', 'm-2'], 'all'],
		['all failures if item and message are named', 1, ['m-1', 'Ticket-1'], 'all'],
		['some failures if one has none', 2, ['42'], 'some'],
		['some failures if one id is unknown', 2, ['42', 'nobody'], 'some'],
		['some failures if one id comes twice', 2, ['42', '42'], 'some'],
		['some failures if none has a name', 1, [], 'some'],
		['no failures if more items are named than failed', 1, ['42', 'call'], 'contradictory'],
		['no failures if none failed', 0, ['42'], 'contradictory'],
	])('%s', (_name, failed, ids, expected) => {
		const entries = ids.map((id) => ({ id, message: 'no' }));
		expect(coverage(failed, attribute(entries, items))).toBe(expected);
	});
});

test('the item of a named message counts as named', () => {
	const found = attribute([{ id: 'm-1', message: 'no' }], items);
	expect([...namedItems(found)].map(({ item }) => item.id)).toStrictEqual(['Ticket-1']);
	expect(namedItems(NOTHING_NAMED).size).toBe(0);
});
