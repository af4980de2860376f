import { describe, expect, test } from '@jest/globals';
import { accepted, batch, ingest, storedIds, until, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();
const change = (settings: object) => Object.assign(emulator().settings, settings);
const statusOf = async (id: string) => (await ingest(emulator(), batch(id))).status;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function elapsed(act: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await act();
	return performance.now() - started;
}

describe('throttling', () => {
	test('quotaRequests admits so many requests in a window, and others in the next one', async () => {
		change({ quotaRequests: 2, quotaWindowMs: 600 });
		expect([await statusOf('a'), await statusOf('b'), await statusOf('c')]).toEqual([
			200, 200, 429,
		]);
		expect(storedIds(emulator())).toEqual(['a', 'b']);
		await wait(600);
		expect(await statusOf('c')).toBe(200);
	});

	test('tokensPerSecond refills a bucket, which a burst empties', async () => {
		change({ tokensPerSecond: 2, tokenBucketSize: 2 });
		expect([await statusOf('a'), await statusOf('b'), await statusOf('c')]).toEqual([
			200, 200, 429,
		]);
		await wait(550);
		expect([await statusOf('c'), await statusOf('d')]).toEqual([200, 429]);
	});

	test('maxRequestsInFlight refuses what comes while as many are in flight', async () => {
		change({ maxRequestsInFlight: 1, responseDelayMs: 300 });
		const first = statusOf('a');
		await until(() => emulator().log.inFlight === 1);
		expect(await statusOf('b')).toBe(429);
		expect(await first).toBe(200);
		expect(await statusOf('b')).toBe(200);
	});

	test('a throttled request has the status, the shape and the Retry-After of the settings', async () => {
		change({
			quotaRequests: 1,
			quotaWindowMs: 90_000,
			statusThrottled: 503,
			refusalShape: 'message',
			throttleRetryAfter: 'seconds',
		});
		await statusOf('a');
		const inSeconds = await ingest(emulator(), batch('b'));
		expect(inSeconds).toMatchObject({
			status: 503,
			headers: { 'retry-after': '90' },
			json: { message: 'Too many requests' },
		});
		change({ throttleRetryAfter: 'date' });
		const asDate = await ingest(emulator(), batch('b'));
		const until = Date.parse(String(asDate.headers['retry-after'])) - Date.now();
		expect(Math.abs(until - 90_000)).toBeLessThan(3_000);
	});

	test('wrong keys, and requests that were throttled, use no quota', async () => {
		change({ quotaRequests: 1, quotaWindowMs: 500 });
		await ingest(emulator(), batch('a'), { keys: null });
		expect([await statusOf('a'), await statusOf('b')]).toEqual([200, 429]);
		await wait(500);
		expect(await statusOf('b')).toBe(200);
	});
});

describe('slowness', () => {
	test('msPerItem is the time before each item is stored', async () => {
		change({ msPerItem: 50 });
		const took = await elapsed(() => ingest(emulator(), batch('a', 'b', 'c', 'd')));
		expect(took).toBeGreaterThanOrEqual(199);
		expect(storedIds(emulator())).toHaveLength(4);
	});

	test('msPerItem goes on after the client has left: the items are stored late', async () => {
		change({ msPerItem: 150 });
		const signal = AbortSignal.timeout(50);
		await expect(ingest(emulator(), batch('a', 'b'), { signal })).rejects.toBeDefined();
		expect(storedIds(emulator())).toEqual([]);
		await until(() => storedIds(emulator()).length === 2);
	});

	test('lineBytesPerSecond is shared by all requests', async () => {
		change({ lineBytesPerSecond: 1_000_000 });
		const large = (id: string) => ({
			source_id: 's',
			items: [{ unique_id: id, body: 'x'.repeat(200_000) }],
		});
		const took = await elapsed(() =>
			Promise.all([ingest(emulator(), large('a')), ingest(emulator(), large('b'))]),
		);
		expect(took).toBeGreaterThanOrEqual(399);
		expect(storedIds(emulator()).sort()).toEqual(['a', 'b']);
	});
});

test('cutAboveBytes resets the connection of a larger request, and lets others through', async () => {
	const small = JSON.stringify(batch('a'));
	change({ cutAboveBytes: small.length });
	expect(await ingest(emulator(), small)).toMatchObject({ json: accepted(1) });
	await expect(ingest(emulator(), `${small} `)).rejects.toMatchObject({
		code: expect.stringMatching(/ECONNRESET|EPIPE|UND_ERR_SOCKET/),
	});
	expect(emulator().requests[1]).toMatchObject({ ending: 'cut', applied: false });
});
