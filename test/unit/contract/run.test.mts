import { describe, expect, test } from '@jest/globals';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';
import { useEmulator } from '../../support/emulator.mts';
import type { Target } from '../../../tools/contract/client.mts';
import { PREFIX, type Conclusion } from '../../../tools/contract/probe.mts';
import { runProbes, type Result } from '../../../tools/contract/run.mts';

const emulator = useEmulator({ apiKey: 'sesame-api', secretKey: 'sesame-secret' });

function target(change: Partial<Target> = {}): Target {
	const { url, settings } = emulator();
	const { apiKey, secretKey } = settings;
	return { ingestUrl: url, eventsUrl: url, sourceId: 'bin', apiKey, secretKey, ...change };
}

/** Runs the probe with a user who types this, and gives what was printed too. */
async function probe(typed = 'y', change: Partial<Target> = {}) {
	const printed: string[] = [];
	const questions: string[] = [];
	const terminal = {
		print: (line: string) => void printed.push(line),
		ask: async (question: string) => {
			questions.push(question);
			return typed;
		},
	};
	const result = await runProbes(target(change), terminal, { yes: typed === '--yes' });
	return { result, questions, output: printed.join('\n') };
}

function conclusions({ findings }: Result): Record<string, Conclusion> {
	return Object.fromEntries(findings.map(({ claim, conclusion }) => [claim, conclusion]));
}

/** Ways in which the API may differ, and the conclusions that follow. */
const APIS: [string, Partial<EmulatorSettings>, Record<string, Conclusion>][] = [
	[
		'refuses whole requests, with the usual statuses',
		{ sourceIds: ['bin'] },
		{
			'"ingested" counts items and not their messages': 'holds',
			'"ingested" counts an item that is sent again unchanged': 'holds',
			"A message's ID must be unique in its item only": 'open',
			'A message without text is refused': 'holds',
			'An item of the wrong shape refuses the whole request': 'holds',
			'A partly failed request gets status 200': 'open',
			'"errors" names the item of a bad message': 'open',
			'A body that is not JSON gets status 400': 'holds',
			'5.1 MB are refused, so MB means 1,000,000 bytes': 'holds',
			'A request that is too large gets status 413': 'holds',
			'An unknown source ID gets status 404': 'holds',
			'Wrong keys get status 401': 'holds',
		},
	],
	[
		'fails items one by one, counts messages, and means MiB',
		{
			invalidItem: 'item',
			ingestedCounts: 'items-and-parts',
			maxBodyLength: 10_000,
			maxBytes: 5_242_880,
			unchangedItems: 'ignored',
			errorIds: 'trimmed',
		},
		{
			'"ingested" counts an item that is sent again unchanged': 'differs',
			'"errors" has IDs exactly as they were sent': 'differs',
			'"ingested" counts items and not their messages': 'differs',
			"A message's ID must be unique in its item only": 'holds',
			'A message without text is refused': 'holds',
			'An item of the wrong shape refuses the whole request': 'differs',
			'A text of 1,000,000 characters is accepted': 'differs',
			'A partly failed request gets status 200': 'holds',
			'A failed item is named in "errors"': 'holds',
			'"errors" names the item of a bad message': 'holds',
			'4.9 MB are accepted': 'holds',
			'5.1 MB are refused, so MB means 1,000,000 bytes': 'differs',
			'5.4 MB are refused': 'holds',
			'An unknown source ID gets status 404': 'differs',
		},
	],
	[
		'names messages, and has statuses of its own',
		{
			maxBodyLength: 10_000,
			partErrorNames: 'part',
			statusPartlyFailed: 400,
			statusBadKeys: 403,
			statusBadRequest: 422,
			statusTooLarge: 400,
			maxBytes: 4_800_000,
		},
		{
			'A partly failed request gets status 200': 'differs',
			'"errors" has IDs exactly as they were sent': 'holds',
			'A failed item is named in "errors"': 'holds',
			'"errors" names the item of a bad message': 'differs',
			'101 items are refused': 'holds',
			'A body that is not JSON gets status 400': 'differs',
			'4.9 MB are accepted': 'differs',
			'A request that is too large gets status 413': 'differs',
			'A wrong secret key is refused': 'holds',
			'Wrong keys get status 401': 'differs',
		},
	],
];

describe('the probe', () => {
	test.each(APIS)('tells what holds of an API that %s', async (_name, settings, expected) => {
		Object.assign(emulator().settings, settings);
		const { result } = await probe();

		expect(result.stopped).toBeUndefined();
		expect(conclusions(result)).toMatchObject(expected);
	});

	test('sends as much as it says, and only marked test items', async () => {
		const { result, output } = await probe();
		const sent = emulator().requests;
		const ids = sent.flatMap(({ itemIds, partIds }) => [...itemIds, ...partIds]);

		expect(result.sent).toBe(sent.length);
		const items = sent.reduce((sum, request) => sum + request.items, 0);
		expect(output).toContain(`This sends ${sent.length} requests with ${items} test items to`);
		expect(ids.filter((id) => !id.startsWith(PREFIX))).toStrictEqual([]);
		const stored = emulator().store.items('bin');
		expect(stored.length).toBeGreaterThan(100);
		for (const { body, conversation_parts } of stored) {
			for (const text of [body, ...conversation_parts.map((part) => part.body)]) {
				expect(text ?? 'test').toMatch(/test/);
			}
		}
	});

	test('reports what contradicts the documentation', async () => {
		emulator().faults.add({ kind: 'response', json: { ok: true } });
		const { result, output } = await probe();

		expect(conclusions(result)).toMatchObject({
			'An item is accepted': 'differs',
			'The response is {ingested, failed, errors}': 'differs',
			'An item may be sent again': 'holds',
		});
		expect(output).toContain('2 of those that differ are documented: please report them.');
	});

	test('concludes nothing from an outage or a broken connection', async () => {
		emulator().faults.add({ kind: 'status', status: 503, skip: 3 });
		emulator().faults.add({ kind: 'reset', when: 'before', skip: 3 });
		const { result } = await probe();

		expect(conclusions(result)).toMatchObject({
			'An item with messages is accepted': 'open',
			"A reply without its item's text is accepted": 'open',
			'A call with messages and no text is accepted': 'holds',
		});
	});
});

describe('consent', () => {
	test.each(['', 'no', 'yesterday'])('nothing is sent after typing %j', async (typed) => {
		const { questions, output } = await probe(typed);

		expect(questions).toStrictEqual(['Send them? [y/N] ']);
		expect(output).toContain('Nothing was sent.');
		expect(emulator().requests).toHaveLength(0);
	});

	test('is not asked for with --yes', async () => {
		emulator().settings.statusBadKeys = 401;
		const { questions } = await probe('--yes', { secretKey: 'wrong' });
		expect(questions).toStrictEqual([]);
		expect(emulator().requests).toHaveLength(1);
	});
});

describe('the probe stops', () => {
	test.each([401, 403])(
		'at the first request when the keys are refused with %d',
		async (status) => {
			emulator().settings.statusBadKeys = status;
			const { result } = await probe('y', { apiKey: 'wrong' });

			expect(result).toMatchObject({ sent: 1, findings: [] });
			expect(result.stopped).toContain(`the keys were refused (${status})`);
		},
	);

	test.each([401, 429])('at a %d in the middle', async (status) => {
		emulator().faults.add({ kind: 'status', status, skip: 5 });
		const { result, output } = await probe();

		expect(emulator().requests).toHaveLength(6);
		expect(result.findings).toHaveLength(4);
		expect(output).toContain('Stopped after 6 of ');
	});

	test('when the source is not known', async () => {
		emulator().settings.sourceIds = ['another'];
		const { result } = await probe();

		expect(result.sent).toBe(1);
		expect(result.stopped).toContain('the first item was not accepted (404)');
	});

	test('when no response comes', async () => {
		const { result } = await probe('y', { ingestUrl: 'http://127.0.0.1:1' });

		expect(result.sent).toBe(1);
		expect(result.stopped).toContain('no response came (ECONNREFUSED)');
	});
});

test('keys are never printed, though the API repeats them', async () => {
	const { apiKey, secretKey } = emulator().settings;
	const pair = Buffer.from(`${apiKey}:${secretKey}`).toString('base64');
	// The cut at 120 characters goes through the key.
	const repeated = `${'x'.repeat(100)} ${pair} ${secretKey} ${apiKey}`;
	const json = { repeated, ingested: 1, failed: 0, errors: [] };
	emulator().faults.add({ kind: 'response', json, times: 'always' });
	const { output } = await probe('y', { sourceId: apiKey });

	expect(output).toContain('***');
	for (const key of [apiKey, secretKey, pair.slice(0, 8)]) expect(output).not.toContain(key);
});
