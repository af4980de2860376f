import { describe, expect, test } from '@jest/globals';
import { now } from '../../../tools/emulator/records.mts';
import { startEmulator } from '../../../tools/emulator/server.mts';
import { batch, call, ingest, listEvents, until, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();
const requests = () => emulator().requests;

const slow = (delayMs: number) =>
	emulator().faults.add({ kind: 'delay', delayMs, times: 'always', when: 'before' });

describe('a record', () => {
	test('has all that is known of a request', async () => {
		const body = JSON.stringify({
			source_id: 's',
			items: [
				{
					unique_id: 'a',
					body: 'é',
					priority: 1,
					conversation_parts: [
						{ unique_id: 'p', body: 'x', mood: 'fine' },
						{ unique_id: 'q', body: 'y', mood: 'bad' },
					],
				},
				{ unique_id: 'b', body: 'x' },
			],
			version: 2,
		});
		const before = now();
		await ingest(emulator(), body);
		const [record] = requests();
		expect(record).toEqual({
			id: 1,
			method: 'POST',
			path: '/api/1/ai-feedback/ingest',
			endpoint: 'ingest',
			authorized: true,
			receivedAt: expect.any(Number),
			appliedAt: expect.any(Number),
			endedAt: expect.any(Number),
			ending: 'responded',
			bytes: Buffer.byteLength(body),
			sourceId: 's',
			items: 2,
			parts: 2,
			itemIds: ['a', 'b'],
			partIds: ['p', 'q'],
			unknownFields: ['version', 'items[].priority', 'items[].conversation_parts[].mood'],
			status: 200,
			ingested: 2,
			failed: 0,
			peakInFlight: 1,
			overlappingIds: [],
			applied: true,
		});
		const times = [before, record!.receivedAt, record!.appliedAt!, record!.endedAt!, now()];
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(Math.abs(record!.receivedAt - Date.now())).toBeLessThan(2_000);
	});

	test('is made of a refused request too, with the ids that could be read', async () => {
		await ingest(emulator(), batch('a', 'b'), { keys: 'no:no' });
		await ingest(emulator(), 'no JSON');
		await ingest(emulator(), { source_id: 5, items: [{ unique_id: 'a' }, 3, { unique_id: 4 }] });
		expect(requests()).toMatchObject([
			{ id: 1, authorized: false, status: 401, itemIds: ['a', 'b'], applied: false },
			{ id: 2, authorized: true, status: 400, itemIds: [], items: 0 },
			{ id: 3, status: 400, itemIds: ['a'], items: 3 },
		]);
	});

	test('is not made of the page and the control endpoint', async () => {
		await call(emulator().url, { method: 'GET' });
		await call(`${emulator().url}/favicon.ico`, { method: 'GET' });
		await call(`${emulator().url}/_control/state`, { method: 'GET' });
		await listEvents(emulator());
		expect(requests()).toMatchObject([{ id: 1, method: 'GET', endpoint: 'events-list' }]);
	});

	test('has no key, header or body, nor has anything else that is shown', async () => {
		const keys = 'sesame-user:sesame-password';
		await ingest(emulator(), { source_id: 's', items: [{ unique_id: 'a', body: 'mumble' }] });
		await ingest(emulator(), batch('b'), { keys });
		await listEvents(emulator(), { keys });
		const encoded = Buffer.from(keys).toString('base64');
		const control = `${emulator().url}/_control`;
		const shown = [
			JSON.stringify(requests()),
			(await call(`${control}/state`, { method: 'GET' })).text.replace('"body":"mumble"', ''),
			(await call(`${control}/settings`, { method: 'GET' })).text,
			(await call(`${control}/counts`, { method: 'GET' })).text,
			(await call(emulator().url, { method: 'GET' })).text.replace('>mumble<', ''),
		].join('\n');
		for (const secret of ['sesame', encoded, 'emulator-api-key', 'emulator-secret-key', 'mumble']) {
			expect(shown).not.toContain(secret);
		}
	});
});

describe('of requests in flight', () => {
	test('the peak is that of the time in which the request was in flight', async () => {
		slow(400);
		const first = ingest(emulator(), batch('a'));
		await until(() => emulator().log.inFlight === 1);
		await Promise.all([first, ingest(emulator(), batch('b')), ingest(emulator(), batch('c'))]);
		emulator().faults.clear();
		await ingest(emulator(), batch('d'));
		expect(requests().map(({ peakInFlight }) => peakInFlight)).toEqual([3, 3, 3, 1]);
		expect(emulator().log).toMatchObject({ inFlight: 0, peakInFlight: 3 });
	});

	test('an id in two of them at once is recorded in both', async () => {
		slow(400);
		await Promise.all([
			ingest(emulator(), batch('a', 'b', 'c')),
			ingest(emulator(), batch('c', 'd', 'b')),
			ingest(emulator(), { ...batch('a'), source_id: 'other' }),
			ingest(emulator(), batch('e')),
		]);
		const overlaps = requests().map(({ itemIds, overlappingIds }) => [
			itemIds.join(),
			[...overlappingIds].sort().join(),
		]);
		expect(Object.fromEntries(overlaps)).toEqual({
			'a,b,c': 'b,c',
			'c,d,b': 'b,c',
			a: '',
			e: '',
		});
	});

	test('no overlap is recorded for an id in one after the other, or twice in one', async () => {
		await ingest(emulator(), batch('a', 'a'));
		await ingest(emulator(), batch('a'));
		expect(requests().map(({ overlappingIds }) => overlappingIds)).toEqual([[], []]);
	});

	test('one whose client left does not count any more', async () => {
		emulator().faults.add({ kind: 'stall' });
		const signal = AbortSignal.timeout(50);
		await expect(ingest(emulator(), batch('a'), { signal })).rejects.toBeDefined();
		await until(() => emulator().log.inFlight === 0);
		await ingest(emulator(), batch('a'));
		expect(requests()).toMatchObject([
			{ ending: 'client-left', overlappingIds: [], fault: 'stall' },
			{ ending: 'responded', overlappingIds: [], peakInFlight: 1 },
		]);
	});
});

describe('reset and close', () => {
	test('a reset forgets everything, cuts what is in flight, and counts from 1', async () => {
		await ingest(emulator(), batch('a'));
		emulator().faults.add({ kind: 'stall', times: 'always' });
		const cut = expect(ingest(emulator(), batch('b'))).rejects.toThrow();
		await until(() => emulator().log.inFlight === 1);
		emulator().reset();
		await cut;
		expect(emulator().requests).toEqual([]);
		expect(emulator().store.counts()).toEqual([]);
		expect(emulator().faults.pending()).toEqual([]);
		expect(emulator().log).toMatchObject({ inFlight: 0, peakInFlight: 0 });
		await ingest(emulator(), batch('b'));
		expect(requests()).toMatchObject([{ id: 1, overlappingIds: [], peakInFlight: 1 }]);
	});

	test('the emulator closes although connections stall, trickle, never end, or commit late', async () => {
		const own = await startEmulator();
		own.faults.add(
			{ kind: 'stall' },
			{ kind: 'stall', afterHeaders: true },
			{ kind: 'trickle', padBytes: 100_000 },
			{ kind: 'endless' },
			{ kind: 'delay', when: 'before', delayMs: 60_000 },
			{ kind: 'status', status: 504, when: 'late', commitDelayMs: 60_000 },
		);
		const sent = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ingest(own, batch(id)));
		const ends = Promise.allSettled(sent);
		await until(() => own.requests.filter(({ fault }) => fault !== undefined).length === 6);
		const started = performance.now();
		await own.close();
		expect(performance.now() - started).toBeLessThan(2_000);
		const statuses = (await ends).map(({ status }) => status).sort();
		expect(statuses).toEqual(['fulfilled', ...Array(5).fill('rejected')]);
		expect(own.store.counts()).toEqual([{ source_id: 's', items: 2, parts: 0 }]);
		await expect(ingest(own, batch('g'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});

	test('nothing is stored after close', async () => {
		const own = await startEmulator();
		own.faults.add({ kind: 'status', status: 504, when: 'late', commitDelayMs: 300 });
		await ingest(own, batch('a'));
		await own.close();
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(own.store.counts()).toEqual([]);
	});
});
