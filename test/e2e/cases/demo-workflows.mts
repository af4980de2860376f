import { beforeAll, describe, expect, test } from '@jest/globals';
import { callTranscript } from '../../../tools/demo/scenarios/call-transcript.mts';
import { laterReply } from '../../../tools/demo/scenarios/later-reply.mts';
import { readReviews, reviews } from '../../../tools/demo/scenarios/reviews.mts';
import type { Scenario } from '../../../tools/demo/scenarios/scenario.mts';
import { surveyAnswers } from '../../../tools/demo/scenarios/survey-answers.mts';
import { ticket } from '../../../tools/demo/scenarios/ticket.mts';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import type { ScenarioRun } from '../../../tools/editor/session.mts';
import { branches, feedbackName } from '../../../tools/editor/workflows/nodes.mts';
import {
	ADDED_REPLY,
	CALL_TRANSCRIPT,
	SUPPORT_TICKET,
} from '../../unit/emulator/documentation-examples.mts';
import { outputOf } from '../executions.mts';
import type { RunningN8n } from '../running-n8n.mts';

interface DocumentedItem {
	readonly unique_id: string;
	readonly conversation_parts: readonly object[];
}

/** The item of an example in the API's documentation. */
function documented(example: string): DocumentedItem {
	const { items } = JSON.parse(example) as { items: [DocumentedItem] };
	return items[0];
}

const pairs = (execution: Execution, output = 0) =>
	outputOf(execution, output).map(({ pairedItem }) => pairedItem);
const lengths = (execution: Execution) =>
	Object.values(branches).map((branch) => execution.rows(branch).length);

/** The scenarios of the demo, as workflows of n8n's own nodes. */
export function demoWorkflowCases(n8n: () => RunningN8n): void {
	const api = () => n8n().session.api;

	/** Runs a workflow once for the tests of a block, and compares its figures with the demo's. */
	function running(scenario: Scenario): () => Execution {
		let run: ScenarioRun;
		beforeAll(async () => {
			run = await n8n().session.run(scenario);
		});
		test('succeeds, with the figures that the demo shows', () => {
			expect(run.result.error).toBeUndefined();
			expect(run.result.figures).toEqual(scenario.expected);
		});
		return () => run.execution;
	}

	describe('3,000 reviews from a CSV file', () => {
		const run = running(reviews);
		let sentences: Awaited<ReturnType<typeof readReviews>>;
		beforeAll(async () => {
			sentences = await readReviews();
		});

		test('the API holds every sentence, character by character', () => {
			const held = api().store.items(reviews.sourceId);
			const bodies = new Map(held.map(({ unique_id, body }) => [unique_id, body]));
			expect(held).toHaveLength(3000);
			expect(bodies).toEqual(new Map(sentences.map(({ id, text }) => [id, text])));
		});

		test('every row has its result, paired and in the order of the input', () => {
			const rows = outputOf(run());
			expect(rows.map(({ json }) => json.unique_id)).toEqual(sentences.map(({ id }) => id));
			expect(pairs(run())).toEqual(sentences.map((_, item) => ({ item })));
		});

		test('all rows take the branch for what was delivered', () => {
			expect(lengths(run())).toEqual([3000, 0, 0]);
		});
	});

	describe('a support ticket, one message per row', () => {
		const run = running(ticket);

		test('the API holds the ticket as in its documentation', () => {
			expect(api().store.items(ticket.sourceId)).toEqual([documented(SUPPORT_TICKET)]);
		});

		test('the message without text takes the branch for what was skipped', () => {
			expect(pairs(run())).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
			expect(lengths(run())).toEqual([2, 1, 0]);
		});
	});

	describe('a later reply', () => {
		running(laterReply);

		test('is added to the ticket and leaves all else unchanged', () => {
			const held = documented(SUPPORT_TICKET);
			const { conversation_parts: added } = documented(ADDED_REPLY);
			expect(api().store.items(laterReply.sourceId)).toEqual([
				{ ...held, conversation_parts: [...held.conversation_parts, ...added] },
			]);
		});
	});

	describe('a call transcript, its turns in an array', () => {
		running(callTranscript);

		test('the API holds the call as in its documentation', () => {
			expect(api().store.items(callTranscript.sourceId)).toEqual([documented(CALL_TRANSCRIPT)]);
		});
	});

	describe('survey answers, some unusable', () => {
		const run = running(surveyAnswers);

		test('the usable ones arrive', () => {
			const ids = api()
				.store.items(surveyAnswers.sourceId)
				.map(({ unique_id }) => unique_id);
			expect(ids).toEqual(['answer-1', 'answer-7']);
		});

		test('the others leave by the error output, paired with their input', () => {
			expect(pairs(run())).toEqual([{ item: 0 }, { item: 6 }]);
			expect(pairs(run(), 1)).toEqual([1, 2, 3, 4, 5].map((item) => ({ item })));
			expect(lengths(run())).toEqual([2, 0, 5]);
		});

		test('a hint above the output sums the run up', () => {
			expect(run().hints(feedbackName)).toEqual([
				expect.stringMatching(/^2 of 7 rows ingested in 1 request; 5 rejected\./),
			]);
		});
	});

	test('all requests carry the right key, documented fields, and no item twice at the same time', () => {
		expect(api().requests.every(({ authorized }) => authorized)).toBe(true);
		expect(api().requests.flatMap(({ unknownFields }) => unknownFields)).toEqual([]);
		expect(api().requests.flatMap(({ overlappingIds }) => overlappingIds)).toEqual([]);
	});
}
