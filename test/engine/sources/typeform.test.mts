import { describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import { useEmulator } from '../../support/emulator.mts';
import { items, onlyAnswers, rawResponses, responses } from '../../fixtures/sources/typeform.mts';
import { generatedId } from '../../fixtures/sources/generated-id.mts';
import { byHand, run, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters } from './delivering.mts';

const emulator = useEmulator();

const parameters = exampleParameters('typeform');

// As n8n writes them when the field is dragged.
const IMPROVE_ALONE = String.raw`={{ $json['What\'s the "one thing" to improve, e.g. search?'] }}`;
const PARTS = `={{ $json.form_response.answers['Thanks, [field:f1]! Which parts do you use?'] }}`;
const SCORE = `={{ $json.form_response.answers['How likely are you to recommend us? (0-10)'] }}`;

const mapping = (body: string) => ({
	item: byHand({ unique_id: '={{ $json.form_response.token }}', body }),
});

describe('Typeform', () => {
	test('"Only Answers" off: answers by their question, with the token and the time', async () => {
		const { result, stored } = await deliverTwice(emulator(), responses, parameters);

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual(items);
	});

	test('a score and several choices are additional fields, and an open question leaves them out', async () => {
		const fields = [
			{ name: 'nps', value: SCORE },
			{ name: 'parts', value: PARTS },
		];
		const result = await run(emulator(), responses, {
			...parameters,
			additionalFields: { fields },
			options: { dryRun: true },
		});

		const [jane, john] = result.success.map(({ json }) => json.item as IDataObject);
		expect(jane).toMatchObject({ nps: 9, parts: ['Search', 'Reports'] });
		expect(Object.keys(john!)).toEqual(['unique_id', 'body', 'created_at']);
	});

	test('several choices are a list, which is rejected as a text', async () => {
		const result = await run(emulator(), responses.slice(0, 1), mapping(PARTS));

		expect(statuses(result)).toStrictEqual(['rejected']);
		expect(result.success[0]?.json.reason).toContain('["Search","Reports"]');
		expect(result.success[0]?.json.reason).toContain('is an array and not text');
	});

	test('"Only Answers" on: no token and no time, so ids are made from the answers', async () => {
		const { result, stored } = await deliverTwice(emulator(), onlyAnswers, {
			item: byHand({ body: IMPROVE_ALONE, email: "={{ $json['E-mail'] }}" }),
			options: { generateIds: true },
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(stored).toStrictEqual([
			{
				unique_id: generatedId,
				body: 'Search on mobile.\nIt finds nothing.',
				email: 'jane@example.com',
				conversation_parts: [],
			},
			{
				unique_id: generatedId,
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
		expect(result.success[0]?.json.reason).toContain('the item has no Unique ID');
		expect(result.success[0]?.json.reason).toContain('"Generate Missing IDs"');
	});

	test('"Simplify Answers" off: an open question moves the others up, so a place is no key, and the row is rejected', async () => {
		const byPlace = mapping('={{ $json.form_response.answers[1].text }}');
		const result = await run(emulator(), rawResponses, byPlace);

		expect(statuses(result)).toStrictEqual(['ingested', 'rejected']);
		expect(result.success[1]?.json.reason).toContain(
			'Text, from {{ $json.form_response.answers[1].text }}, has no value in this row',
		);
	});
});
