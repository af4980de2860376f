import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { useShortBackoff } from '../../support/short-backoff.mts';
import { SOURCE } from '../../../tools/engine/feedback.mts';
import { type CheckedRun, MESSAGES, runChecked } from './checked-run.mts';

useShortBackoff();
const emulator = useEmulator();

/** Twelve messages of a million bytes: three requests of four. */
const parts = Array.from({ length: 12 }, (_, index) => ({
	unique_id: `m-${index}`,
	body: `${index} `.padEnd(1_000_000, 'x'),
}));
const asOneRow = [{ unique_id: 'call', conversation_parts: parts }];
const asRows = parts.map((part) => ({ ticket: 'call', ...part }));

const refuse = (message: string) =>
	emulator().faults.add({
		kind: 'status',
		status: 400,
		json: { error: 'Bad message' },
		match: { uniqueId: message },
		times: 'always',
	});
const failAlways = (message: string) =>
	emulator().faults.add({
		kind: 'status',
		status: 503,
		match: { uniqueId: message },
		times: 'always',
	});
/** The first message of each request. */
const firstMessages = ({ requests }: CheckedRun) => requests.map(({ partIds }) => partIds[0]);
const storedMessages = () => emulator().store.item(SOURCE, 'call')?.conversation_parts.length ?? 0;
const runMessages = (options = {}) =>
	runChecked(emulator(), asRows, options, { parameters: MESSAGES });
/** Time enough for megabytes, and little for trying again. */
const BRIEF = { timeout: 3, retryBudget: 1 };

test.each<[string, FaultPlan | undefined, string[]]>([
	['goes in three requests', undefined, ['m-0', 'm-4', 'm-8']],
	[
		'whose first request fails once arrives',
		{ kind: 'reset', when: 'after', match: { uniqueId: 'm-0' } },
		['m-0', 'm-0', 'm-4', 'm-8'],
	],
	[
		'whose last request fails once arrives',
		{ kind: 'status', status: 503, match: { uniqueId: 'm-11' } },
		['m-0', 'm-4', 'm-8', 'm-8'],
	],
	[
		'whose first request is stored late keeps the order of its messages',
		{ kind: 'stall', when: 'late', commitDelayMs: 1_300 },
		['m-0', 'm-0', 'm-4', 'm-8'],
	],
])('a conversation of 12 MB %s', async (_what, fault, firsts) => {
	if (fault) emulator().faults.add(fault);
	const run = await runChecked(emulator(), asOneRow, { timeout: 1 });

	expect(run.statuses).toStrictEqual(['ingested']);
	expect(firstMessages(run)).toStrictEqual(firsts);
});

test('a conversation of 12 MB is split further for an API that takes 3 MB', async () => {
	emulator().settings.maxBytes = 3_000_000;
	const { counts, requests } = await runMessages();

	expect(counts).toStrictEqual({ ingested: 12 });
	// Each of the three is refused once and then goes in two.
	expect(requests.length).toBeLessThanOrEqual(9);
});

test('a refused first message costs its conversation nothing else', async () => {
	refuse('m-0');
	const { statuses } = await runChecked(emulator(), asOneRow);

	expect(statuses).toStrictEqual(['partial']);
	expect(storedMessages()).toBe(11);
});

test('a refused first message costs the rows of its other messages nothing', async () => {
	refuse('m-0');
	const { statuses } = await runMessages();

	expect(statuses).toStrictEqual(['rejected', ...Array<string>(11).fill('ingested')]);
});

test('rows that are messages are unsent after the first request of their item got no response', async () => {
	failAlways('m-0');
	const { statuses, requests } = await runMessages(BRIEF);

	expect(statuses).toStrictEqual([
		...Array<string>(4).fill('unknown'),
		...Array<string>(8).fill('unsent'),
	]);
	expect(requests.length).toBeLessThanOrEqual(12);
	expect(storedMessages()).toBe(0);
});

test('a conversation whose last message is refused is partial, and names the message', async () => {
	refuse('m-11');
	const run = await runChecked(emulator(), asOneRow);

	expect(run.statuses).toStrictEqual(['partial']);
	expect(run.result.raw[0]?.json.reason).toMatch(/1 message .*"m-11": .*"Bad message"/);
	expect(firstMessages(run).slice(0, 3)).toStrictEqual(['m-0', 'm-4', 'm-8']);
	expect(storedMessages()).toBe(11);
});

test('a conversation whose last request gets no response is partial', async () => {
	failAlways('m-11');
	const run = await runChecked(emulator(), asOneRow, BRIEF);

	expect(run.statuses).toStrictEqual(['partial']);
	expect(firstMessages(run).slice(0, 3)).toStrictEqual(['m-0', 'm-4', 'm-8']);
	expect(run.requests.length).toBeLessThanOrEqual(2 + 12);
	expect(storedMessages()).toBe(8);
});

test('a refused message in the middle of a conversation does not hold back the others', async () => {
	refuse('m-5');
	const { statuses } = await runMessages();

	expect(statuses).toStrictEqual([
		...Array<string>(5).fill('ingested'),
		'rejected',
		...Array<string>(6).fill('ingested'),
	]);
});
