import { byHand } from '../../shared/mapper.mts';
import type { Scenario } from './scenario.mts';

const sourceId = 'survey-answers';

const date = '2026-03-20T15:00:00Z';
const answers = [
	{ id: 'answer-1', text: 'The onboarding flow was confusing and I almost gave up.', date },
	{ id: '', text: 'An answer without an id.', date },
	{ id: 'answer-3', date },
	{ id: 'answer-4', text: 'An answer with an unreadable date.', date: 'next Tuesday' },
	// Repeated by the mapping: to more than the 5 MB of a request, and to more than the API takes in a body.
	{ id: 'answer-5', text: 'Far too much. ', times: 400_000, date },
	{ id: 'answer-6', text: 'A little too much. ', times: 1_000, date },
	{ id: 'answer-7', text: 'The search feature is broken on mobile', date },
];

/** Rows that cannot be sent leave by the error output, with the reason; the others are not held up. */
export const surveyAnswers: Scenario = {
	title: 'Survey answers, some unusable',
	sourceId,
	rows: async () => answers,
	parameters: {
		operation: 'ingestItems',
		sourceId,
		messages: 'none',
		item: byHand({
			unique_id: '={{ $json.id }}',
			body: '={{ $json.text?.repeat($json.times ?? 1) }}',
			created_at: '={{ $json.date }}',
		}),
		options: {},
	},
	onError: 'continueErrorOutput',
	expected: {
		rows: 7,
		requests: 1,
		items: 2,
		messages: 0,
		statuses: { ingested: 2 },
		onErrorOutput: 5,
	},
};
