import { expect, test } from '@jest/globals';
import { assemble, feedback, inlineRows } from '../../../tools/editor/workflows/nodes.mts';
import { type NodePart, rowsName, trigger } from '../../../tools/editor/workflows/nodes.mts';
import { byHand } from '../../../tools/shared/mapper.mts';
import { outputOf } from '../executions.mts';
import type { RunningN8n } from '../running-n8n.mts';

/** Each gives a text, because the Set node makes one of every value. */
const expressions: Readonly<Record<string, string>> = {
	text: '=ticket-{{ $json.id }}',
	link: '=https://example.com/{{ $json.team }}/{{ $json.id }}?open={{ $json.open }}&by={{ $json.author?.name }}',
	either: "={{ $json.summary || $json.text || 'no text' }}",
	nullish: "={{ $json.author?.name ?? 'nobody' }}",
	both: "={{ ($json.open && $json.text) || 'closed' }}",
	earlier: `={{ $('${rowsName}').item.json.text.trim() }}`,
	methods: `={{ $json.text.toUpperCase().replace('A', '[$&]').slice(0, -1) }} {{ $json.id.toString() }}`,
	list: "={{ $json.tags.join(', ') }}",
	missing: '=team {{ $json.author.team.name }}',
};

/** Several rows of each kind, because the first of a kind is compared with n8n's own reading. */
const rows = [
	{
		id: 1,
		text: ' A first ',
		team: 'app',
		open: true,
		tags: ['a', 1, null],
		author: { name: 'Jane' },
	},
	{ id: 'b', text: 'A second', team: null, open: false, tags: [], author: null, summary: '' },
	{ id: 0, text: 'A {{ third }} ', open: 0, tags: ['x'], summary: 'Short', author: {} },
	{ id: -1.5, text: '$& \n👍.', team: '', open: 'yes', tags: ['{{', '}}'], author: { name: '' } },
].flatMap((row) => [row, row, row]);

function assignment([name, value]: [string, string]) {
	return { id: name, name, type: 'string', value };
}

/** Reads every expression for every row, as n8n itself does it. */
const byN8n: NodePart = {
	name: 'By n8n',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: Object.entries(expressions).map(([name, value]) =>
				assignment([`by_n8n_${name}`, value]),
			),
		},
		includeOtherFields: true,
		options: {},
	},
};

/** Expressions that the node reads without n8n's engine. */
export function expressionCases(n8n: () => RunningN8n): void {
	test('the node reads every expression as n8n itself does, row for row', async () => {
		const fields = Object.entries(expressions).map(([name, value]) => ({ name, value }));
		const node = feedback(n8n().credentials.right, {
			operation: 'ingestItems',
			sourceId: 'expressions',
			messages: 'none',
			item: byHand({ unique_id: '={{ $itemIndex }}', body: 'A text' }),
			additionalFields: { fields },
			options: { dryRun: true, includeInputFields: true },
		});
		const execution = await n8n().run(
			assemble('expressions', [trigger, ...inlineRows(rows), byN8n, node], []),
		);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		const read = outputOf(execution).map(({ json }) => json as Output);
		expect(read).toHaveLength(rows.length);
		for (const { item, ...input } of read) {
			for (const name of Object.keys(expressions)) {
				// An empty value is not sent.
				expect({ [name]: item[name] ?? '' }).toEqual({ [name]: input[`by_n8n_${name}`] });
			}
		}
		// Proves that n8n had something to read.
		expect(read[0]!.item).toMatchObject({
			text: 'ticket-1',
			earlier: 'A first',
			list: 'a, 1, ',
			missing: 'team ',
		});
	});
}

/** The item as it would be sent, beside the fields of the input. */
interface Output {
	item: Record<string, unknown>;
	[field: string]: unknown;
}
