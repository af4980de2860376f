import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import { call, laterReplyPart, ticket, ticketParts } from '../documented.mts';
import type { RunningN8n } from '../running-n8n.mts';
import { readReviews } from '../../../tools/demo/reviews.mts';
import type { ScenarioRun } from '../../../tools/editor/session.mts';
import { mixedAnswers } from '../../../tools/demo/scenarios/survey-answers.mts';
import { laterReply } from '../../../tools/demo/scenarios/later-reply.mts';
import { callInArray } from '../../../tools/demo/scenarios/call-transcript.mts';
import { branches, feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import { reviews } from '../../../tools/demo/scenarios/reviews.mts';
import type { Scenario } from '../../../tools/demo/scenarios/scenario.mts';
import { ticketInRows } from '../../../tools/demo/scenarios/ticket.mts';

const output = (execution: Execution) => execution.rows(feedbackName).map(({ json }) => json);
const pairs = (execution: Execution, index = 0) =>
	execution.rows(feedbackName, index).map(({ pairedItem }) => pairedItem);

/** The workflows of the demo, looked at closely. */
export function demoWorkflowCases(n8n: () => RunningN8n): void {
	const api = () => n8n().session.api;

	/** Runs a workflow once for the tests of a block, and checks its figures first. */
	function running(scenario: Scenario): () => ScenarioRun {
		let run: ScenarioRun;
		beforeAll(async () => {
			run = await n8n().session.run(scenario);
		});
		test('succeeds, with the figures that the demo shows', () => {
			expect(run.execution.error).toBeUndefined();
			expect(run.execution.status).toBe('success');
			expect(run.figures).toEqual(scenario.expected);
		});
		return () => run;
	}

	describe('3,000 reviews from a CSV file', () => {
		const run = running(reviews);

		test('the API holds every sentence, character by character', async () => {
			const expected = (await readReviews()).map(({ id, text }) => ({
				unique_id: id,
				body: text,
				conversation_parts: [],
			}));
			// Several requests are on their way at once, so the order in which they arrive is open.
			const byId = (items: ReadonlyArray<{ unique_id: string }>) =>
				Object.fromEntries(items.map((item) => [item.unique_id, item]));
			const held = api().store.items(reviews.sourceId);
			expect(held).toHaveLength(3000);
			expect(byId(held)).toEqual(byId(expected));
		});

		test('every row says what became of it, in the order of the input', async () => {
			const ids = (await readReviews()).map(({ id }) => id);
			const rows = output(run().execution);
			expect(rows.map(({ unique_id }) => unique_id)).toEqual(ids);
			expect(rows[0]).toEqual({
				unique_id: 'amazon-1',
				status: 'ingested',
				request: 1,
				attempts: 1,
			});
			expect(pairs(run().execution)).toEqual(ids.map((_, item) => ({ item })));
		});

		test('all rows take the branch for what was delivered', () => {
			expect(run().execution.rows(branches.delivered)).toHaveLength(3000);
			expect(run().execution.rows(branches.failed)).toHaveLength(0);
		});
	});

	describe('a support ticket, one message a row', () => {
		const run = running(ticketInRows);

		test('the API holds the ticket with its replies', () => {
			const held = api().store.item(ticketInRows.sourceId, 'ticket-456');
			// The reply that the next workflow appends comes later; it is not looked at here.
			expect({ ...held, conversation_parts: held?.conversation_parts.slice(0, 2) }).toEqual({
				...ticket,
				conversation_parts: ticketParts,
			});
		});

		test('each message is answered for, also the one without text', () => {
			expect(output(run().execution)).toEqual([
				expect.objectContaining({
					unique_id: 'ticket-456',
					message_id: 'ticket-456-1',
					status: 'ingested',
				}),
				expect.objectContaining({ unique_id: 'ticket-456', status: 'skipped' }),
				expect.objectContaining({
					unique_id: 'ticket-456',
					message_id: 'ticket-456-2',
					status: 'ingested',
				}),
			]);
			expect(pairs(run().execution)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		test('the branches part what was delivered from what was skipped', () => {
			expect(run().execution.rows(branches.delivered)).toHaveLength(2);
			expect(run().execution.rows(branches.skipped)).toHaveLength(1);
			expect(run().execution.rows(branches.failed)).toHaveLength(0);
		});
	});

	describe('a later reply', () => {
		const run = running(laterReply);

		test('is added to the ticket and leaves all else as it was', () => {
			expect(api().store.items(laterReply.sourceId)).toEqual([
				{ ...ticket, conversation_parts: [...ticketParts, laterReplyPart] },
			]);
		});

		test('is answered for', () => {
			expect(output(run().execution)).toEqual([
				expect.objectContaining({
					unique_id: 'ticket-456',
					message_id: 'ticket-456-3',
					status: 'ingested',
				}),
			]);
		});
	});

	describe('a call transcript, its turns in an array', () => {
		const run = running(callInArray);

		test('the API holds the call without a text of its own, with its turns', () => {
			expect(api().store.items(callInArray.sourceId)).toEqual([call]);
		});

		test('one row answers for the whole call', () => {
			expect(output(run().execution)).toEqual([
				expect.objectContaining({ unique_id: 'call-123', status: 'ingested' }),
			]);
		});
	});

	describe('rows of which some cannot be sent', () => {
		const run = running(mixedAnswers);

		test('the others arrive', () => {
			const ids = api()
				.store.items(mixedAnswers.sourceId)
				.map((item) => item.unique_id);
			expect(ids).toEqual(['answer-1', 'answer-7']);
			expect(pairs(run().execution)).toEqual([{ item: 0 }, { item: 6 }]);
			expect(run().execution.rows(branches.delivered)).toHaveLength(2);
		});

		test('they leave by the error output, paired with their input', () => {
			expect(pairs(run().execution, 1)).toEqual([1, 2, 3, 4, 5].map((item) => ({ item })));
			expect(run().execution.rows(branches.failed)).toHaveLength(5);
		});

		test.each([
			[2, /"unique_id"/],
			[3, /"body"/],
			[4, /"created_at" \(from {{ \$json.date }}\) is "next Tuesday"/],
			[5, /5\.6 MB/],
			[6, /"Body text exceeds maximum length"/],
		])('row %i says why', (row, reason) => {
			const { json } = run().execution.rows(feedbackName, 1)[row - 2]!;
			expect(json).toMatchObject({ error: 'rejected', message: expect.stringMatching(reason) });
			expect(json.message).toMatch(new RegExp(`^Row ${row}: `));
		});

		test('a hint above the output sums the run up', () => {
			expect(run().execution.hints(feedbackName)).toEqual([
				expect.stringMatching(/^2 of 7 rows ingested in 1 request; 5 rejected\./),
			]);
		});
	});

	describe('all requests together', () => {
		test('carry no field that the API does not document, and no key but the right one', () => {
			expect(api().requests.flatMap(({ unknownFields }) => unknownFields)).toEqual([]);
			expect(api().requests.every(({ authorized }) => authorized)).toBe(true);
		});

		test('never carry one item twice at the same time', () => {
			expect(api().requests.flatMap(({ overlappingIds }) => overlappingIds)).toEqual([]);
		});
	});
}
