import { expect, test } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { reviews, run, statuses } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();

function withFields(...fields: IDataObject[]): INodeParameters {
	return { additionalFields: { fields: fields as INodeParameters[] } };
}

test('additional fields are sent with each item as they are, and long items stay under 5 MB', async () => {
	const rows = [
		{ unique_id: 'a', body: 'one', stars: 4, tags: ['x'], vip: true },
		{ unique_id: 'b', body: 'two', tags: 'é'.repeat(2_000_000) },
		{ unique_id: 'c', body: 'three', stars: '5', tags: 'é'.repeat(2_000_000) },
	];
	const fields = withFields(
		{ name: 'rating', value: '={{ $json.stars }}' },
		{ name: ' tags ', value: '={{ $json.tags }}' },
		{ name: 'vip', value: '={{ $json.vip }}' },
		{ name: 'origin', value: 'n8n' },
	);
	const planned = await run(emulator(), rows, { ...fields, options: { dryRun: true } });
	const result = await run(emulator(), rows, fields);

	expect(planned.success.map(({ json }) => json.item)).toStrictEqual([
		{ unique_id: 'a', body: 'one', rating: 4, tags: ['x'], vip: true, origin: 'n8n' },
		{ unique_id: 'b', body: 'two', tags: rows[1]!.tags, origin: 'n8n' },
		{ unique_id: 'c', body: 'three', rating: '5', tags: rows[2]!.tags, origin: 'n8n' },
	]);
	expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'ingested']);
	const [first, second, ...others] = emulator().requests;
	expect(others).toHaveLength(0);
	const named = ['rating', 'tags', 'vip', 'origin'].map((name) => `items[].${name}`);
	expect([...first!.unknownFields].sort()).toStrictEqual(named.sort());
	expect([first!.itemIds, second!.itemIds]).toStrictEqual([['a', 'b'], ['c']]);
});

test.each<[IDataObject[], string]>([
	[[{ name: 'body', value: 'x' }], 'The additional field "body" cannot have this name.'],
	[[{ name: '__proto__', value: 'x' }], 'The additional field "__proto__" cannot have this name.'],
	[[{ name: ' ', value: 'x' }], 'Additional field 1 has no name.'],
	[
		[
			{ name: 'rating', value: '1' },
			{ name: 'rating', value: '2' },
		],
		'There are two additional fields with the name "rating".',
	],
])('additional fields %j stop the run before anything is sent', async (fields, message) => {
	const { failure } = await run(emulator(), reviews(2), withFields(...fields));

	expect(failure?.message).toContain(message);
	expect(emulator().requests).toHaveLength(0);
});

test('an API that refuses every row is first blamed on the additional fields', async () => {
	emulator().faults.add({
		kind: 'status',
		status: 400,
		json: { error: 'Bad request' },
		times: 'always',
	});
	const { failure } = await run(
		emulator(),
		reviews(20),
		withFields({ name: 'rating', value: '5' }),
	);

	expect(failure?.message).toBe('Amplitude refused every row in the same way (400)');
	expect(failure?.description).toMatch(
		/^Amplitude does not document the additional field "rating": remove it first/,
	);
});
