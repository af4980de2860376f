import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { accepted, batch, ingest, storedIds, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

/** A request with a text marked BAD in `b`, and a message marked so in `d`. */
const request = {
	source_id: 's',
	items: [
		{ unique_id: 'a', body: 'fine' },
		{ unique_id: 'b', body: 'BAD' },
		{ unique_id: 'c', body: 'fine' },
		{
			unique_id: 'd',
			body: 'fine',
			conversation_parts: [
				{ unique_id: 'd1', body: 'fine' },
				{ unique_id: 'd2', body: 'BAD' },
			],
		},
	],
};

const dropped = { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) };

describe('a row with a marker in its text or its ID', () => {
	test.each([500, 502, 403, 404, 406, 409])('always gets status %d', async (status) => {
		emulator().faults.add({ kind: 'status', status, match: { pattern: 'BAD' }, times: 'always' });
		expect(await ingest(emulator(), batch('fine'))).toMatchObject({ status: 200 });
		expect(await ingest(emulator(), request)).toMatchObject({ status });
		expect(await ingest(emulator(), batch('fine', 'is BAD'))).toMatchObject({ status });
		expect(storedIds(emulator())).toEqual(['fine']);
	});

	test('always gets a reset or a block page', async () => {
		emulator().faults.add(
			{ kind: 'reset', match: { pattern: '^reset$' }, times: 'always' },
			{ kind: 'html', status: 403, match: { pattern: '^blocked$' }, times: 'always' },
		);
		await expect(ingest(emulator(), batch('a', 'reset'))).rejects.toMatchObject(dropped);
		expect(await ingest(emulator(), batch('a', 'blocked'))).toMatchObject({
			status: 403,
			text: expect.stringMatching(/^<!doctype html>/),
		});
		expect(await ingest(emulator(), batch('a'))).toMatchObject({ status: 200 });
	});
});

describe('rows that fail by a pattern', () => {
	const send = async (plan: FaultPlan) => {
		emulator().faults.add(plan);
		return (await ingest(emulator(), request)).json;
	};

	test('are named in "errors", a message by its item', async () => {
		expect(await send({ kind: 'errors', errors: [{ pattern: 'BAD', error: 'No' }] })).toEqual({
			ingested: 2,
			failed: 2,
			errors: [
				{ unique_id: 'b', error: 'No' },
				{ unique_id: 'd', error: 'No' },
			],
		});
		expect(storedIds(emulator())).toEqual(['a', 'c']);
	});

	test('are counted and not named', async () => {
		expect(await send({ kind: 'errors', unnamed: { pattern: 'BAD' } })).toEqual({
			ingested: 2,
			failed: 2,
			errors: [],
		});
	});

	test('are dropped without a word: items whole, messages alone', async () => {
		expect(await send({ kind: 'errors', dropped: { pattern: 'BAD' } })).toEqual(accepted(3));
		expect(storedIds(emulator())).toEqual(['a', 'c', 'd']);
		expect(emulator().store.item('s', 'd')?.conversation_parts).toMatchObject([
			{ unique_id: 'd1' },
		]);
	});

	test('are dropped by number or by ID', async () => {
		expect(await send({ kind: 'errors', dropped: 1 })).toEqual(accepted(3));
		expect(await send({ kind: 'errors', dropped: ['a', 'b'] })).toEqual(accepted(2));
		expect(storedIds(emulator())).toEqual(['a', 'b', 'c', 'd']);
	});
});

describe('two bad messages of one item', () => {
	const plan: FaultPlan = { kind: 'errors', errors: [{ pattern: '^BAD', error: 'No' }] };
	const items = [
		{
			unique_id: 'a',
			conversation_parts: ['BAD1', 'good', 'BAD2'].map((unique_id) => ({ unique_id, body: 'x' })),
		},
	];
	const namedBy = async (settings: object) => {
		Object.assign(emulator().settings, settings);
		emulator().faults.add(plan);
		return (await ingest(emulator(), { source_id: 's', items })).json;
	};
	const entry = (unique_id: string) => ({ unique_id, error: 'No' });

	test('may be named by item and message both', async () => {
		expect(await namedBy({ partErrorNames: 'both' })).toEqual({
			ingested: 0,
			failed: 3,
			errors: [entry('a'), entry('BAD1'), entry('BAD2')],
		});
	});

	test('may be named both, and counted as the one item', async () => {
		expect(await namedBy({ partErrorNames: 'part', failedCounts: 'items' })).toEqual({
			ingested: 0,
			failed: 1,
			errors: [entry('BAD1'), entry('BAD2')],
		});
	});
});
