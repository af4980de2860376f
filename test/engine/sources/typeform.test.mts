import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { onlyAnswers, rawResponses, responses } from '../../fixtures/sources/typeform.mts';
import { byHand, run, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

// As n8n writes them when the field is dragged.
const IMPROVE = String.raw`={{ $json.form_response.answers['What\'s the "one thing" to improve, e.g. search?'] }}`;
const IMPROVE_ALONE = String.raw`={{ $json['What\'s the "one thing" to improve, e.g. search?'] }}`;
const PARTS = `={{ $json.form_response.answers['Thanks, [field:f1]! Which parts do you use?'] }}`;
const JOINED = `={{ $json.form_response.answers['Thanks, [field:f1]! Which parts do you use?'].join(', ') }}`;

const MAPPED = {
	unique_id: '={{ $json.form_response.token }}',
	body: IMPROVE,
	email: "={{ $json.form_response.answers['E-mail'] }}",
	user_id: '={{ $json.form_response.hidden.user_id }}',
	created_at: '={{ $json.form_response.submitted_at }}',
};

const ITEMS = [
	{
		unique_id: 'a3a12ec67a1365927098a606107fac15',
		body: 'Search on mobile.\nIt finds nothing.',
		email: 'jane@example.com',
		user_id: 'user-17',
		created_at: '2026-03-15T10:30:00Z',
		conversation_parts: [],
	},
	{
		unique_id: 'b4b23fd78b2476038109b717218fbd26',
		body: 'Nothing, really',
		created_at: '2026-03-15T11:00:00Z',
		conversation_parts: [],
	},
];

describe('Typeform', () => {
	test('"Only Answers" off: answers by their question, with the token and the time', async () => {
		const { result, stored } = await runTwice(emulator(), responses, { item: byHand(MAPPED) });

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(ITEMS);
	});

	test('from a Webhook node the payload is in the body, and answers are found by their ref', async () => {
		const rows = rawResponses.map((body) => ({ headers: {}, params: {}, query: {}, body }));
		const { result, stored } = await runTwice(emulator(), rows, {
			item: byHand({
				unique_id: '={{ $json.body.form_response.token }}',
				body: "={{ $json.body.form_response.answers.find(answer => answer.field.ref === 'improve')?.text }}",
				email:
					"={{ $json.body.form_response.answers.find(answer => answer.field.ref === 'email')?.email }}",
				user_id: '={{ $json.body.form_response.hidden.user_id }}',
				created_at: '={{ $json.body.form_response.submitted_at }}',
			}),
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(ITEMS);
	});

	test('several choices are a list: joined they are text, as they are they are rejected', async () => {
		const unique_id = MAPPED.unique_id;
		const joined = { unique_id, body: JOINED };
		const asTheyAre = { unique_id, body: PARTS };
		const jane = responses.slice(0, 1);
		const result = await run(emulator(), jane, { item: byHand(asTheyAre) });

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toContain('["Search","Reports"]');
		expect(result.success[0]?.json.reason).toContain('is a list and not text');
		const { stored } = await runTwice(emulator(), jane, { item: byHand(joined) });
		expect(stored).toStrictEqual([
			{ unique_id: ITEMS[0]?.unique_id, body: 'Search, Reports', conversation_parts: [] },
		]);
	});

	test('"Only Answers" on: no token and no time, so ids are made from the answers', async () => {
		const { result, stored } = await runTwice(emulator(), onlyAnswers, {
			item: byHand({ body: IMPROVE_ALONE, email: "={{ $json['E-mail'] }}" }),
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Search on mobile.\nIt finds nothing.',
				email: 'jane@example.com',
				conversation_parts: [],
			},
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: 'Nothing, really',
				conversation_parts: [],
			},
		]);
	});

	test('without an id and without generated ids the rows are rejected', async () => {
		const result = await run(emulator(), onlyAnswers, {
			item: byHand({ body: IMPROVE_ALONE }),
		});

		expect(statuses(result)).toStrictEqual(['rejected', 'rejected']);
		expect(result.success[0]?.json.reason).toContain('the item has no "unique_id"');
		expect(result.success[0]?.json.reason).toContain('"Generate Missing IDs"');
	});

	test('"Simplify Answers" off: an open question moves the others up, so a place is no key', async () => {
		const { unique_id } = MAPPED;
		const body = '={{ $json.form_response.answers[1].text }}';
		const result = await run(emulator(), rawResponses, { item: byHand({ unique_id, body }) });

		expect(statuses(result)).toStrictEqual(['ingested', 'rejected']);
		expect(result.success[1]?.json.reason).toContain('has no "body"');

		const found =
			"={{ $json.form_response.answers.find(answer => answer.field.ref === 'improve')?.text }}";
		const { stored } = await runTwice(emulator(), rawResponses, {
			item: byHand({ unique_id, body: found }),
		});
		expect(stored.map((item) => item.body)).toStrictEqual(ITEMS.map((item) => item.body));
	});
});
