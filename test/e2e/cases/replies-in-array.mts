import { expect, test } from '@jest/globals';
import type { RunningN8n } from '../running-n8n.mts';
import {
	feedback,
	feedbackName,
	readingTheInput,
	rowsGivenOut,
	trigger,
} from '../../../tools/editor/workflows/nodes.mts';
import { given, lookedUp } from './executions.mts';

const sourceId = 'replies-in-array';
const rows = [
	{
		id: 'ticket-1',
		comments: [
			{ key: 11, text: 'One', from: { name: 'Jane Doe' }, at: 1773133200 },
			{ key: 12, text: null, from: { name: 'Support Agent' }, at: 1773133260 },
			{ key: 13, text: 'Two', from: { name: 'Support Agent' }, at: 1773133320 },
		],
	},
	{ id: 'ticket-2', comments: [] },
];

/** Append Replies, each row with an array of them. */
export function repliesInArrayCases(n8n: () => RunningN8n): void {
	test('the replies of each row arrive at its item, and the row answers for them', async () => {
		const execution = await n8n().run(
			readingTheInput(sourceId, [
				trigger,
				...rowsGivenOut(rows),
				feedback(n8n().credentials.right, {
					operation: 'appendReplies',
					sourceId,
					replies: 'array',
					itemId: '={{ $json.id }}',
					messageArray: '={{ $json.comments }}',
					messageFields: { unique_id: 'key', body: 'text', author: 'from.name', created_at: 'at' },
					options: {},
				}),
			]),
		);

		expect(n8n().session.api.store.items(sourceId)).toEqual([
			{
				unique_id: 'ticket-1',
				conversation_parts: [
					{ unique_id: '11', body: 'One', author: 'Jane Doe', created_at: '2026-03-10T09:00:00Z' },
					{
						unique_id: '13',
						body: 'Two',
						author: 'Support Agent',
						created_at: '2026-03-10T09:02:00Z',
					},
				],
			},
		]);
		expect(given(execution)).toEqual([
			{
				json: { unique_id: 'ticket-1', status: 'ingested', request: 1, attempts: 1 },
				pairedItem: { item: 0 },
			},
			{
				json: {
					unique_id: 'ticket-2',
					status: 'skipped',
					reason: expect.stringMatching(/^Row 2: /),
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(lookedUp(execution, 'delivered')).toEqual(['ticket-1', 'ticket-2']);
		expect(execution.hints(feedbackName)).toEqual([
			expect.stringMatching(
				/^1 of 2 rows ingested in 1 request; 1 skipped; 1 message without text/,
			),
		]);
	});
}
