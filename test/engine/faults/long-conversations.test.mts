import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { useEmulator } from '../../support/emulator.mts';
import { SOURCE } from '../../../tools/engine/feedback.mts';
import { attempt, type Attempt, MESSAGES } from './scenario.mts';

const emulator = useEmulator();

/** Twelve messages of a million bytes: three requests of four. */
const parts = Array.from({ length: 12 }, (_, index) => ({
	unique_id: `m-${index}`,
	body: `${index} `.padEnd(1_000_000, 'x'),
}));
const asOneRow = [{ unique_id: 'call', conversation_parts: parts }];
const asRows = parts.map((part) => ({ ticket: 'call', ...part }));

const refusing = (message: string): FaultPlan => ({
	kind: 'status',
	status: 400,
	json: { error: 'Bad message' },
	match: { uniqueId: message },
	times: 'always',
});
const failing = (message: string, times: FaultPlan['times'] = 'always'): FaultPlan => ({
	kind: 'status',
	status: 503,
	match: { uniqueId: message },
	times,
});
/** The number of the first message in each request. */
const pieces = ({ requests }: Attempt) => requests.map(({ partIds }) => partIds[0]);
const storedMessages = () => emulator().store.item(SOURCE, 'call')?.conversation_parts.length ?? 0;
/** Time enough for megabytes, and little for trying again. */
const BRIEF = { timeout: 3, retryBudget: 4 };

describe('a conversation of 12 MB', () => {
	test('goes in three requests', async () => {
		const whole = await attempt(emulator(), asOneRow);

		expect(whole.statuses).toStrictEqual(['ingested']);
		expect(pieces(whole)).toStrictEqual(['m-0', 'm-4', 'm-8']);
	});

	test('whose head fails once lands', async () => {
		emulator().faults.add({ kind: 'reset', when: 'after', match: { uniqueId: 'm-0' } });
		const whole = await attempt(emulator(), asOneRow);

		expect(whole.statuses).toStrictEqual(['ingested']);
		expect(pieces(whole)).toStrictEqual(['m-0', 'm-0', 'm-4', 'm-8']);
	});

	test('whose tail fails once lands', async () => {
		emulator().faults.add(failing('m-11', 1));
		const whole = await attempt(emulator(), asOneRow);

		expect(whole.statuses).toStrictEqual(['ingested']);
		expect(pieces(whole)).toStrictEqual(['m-0', 'm-4', 'm-8', 'm-8']);
	});

	test('for an API that takes 3 MB is divided further', async () => {
		emulator().settings.maxBytes = 3_000_000;
		const { told, requests } = await attempt(emulator(), asRows, {}, { parameters: MESSAGES });

		expect(told).toStrictEqual({ ingested: 12 });
		// Each of the three is refused once and then goes in two.
		expect(requests.length).toBeLessThanOrEqual(9);
	});

	test('whose head is committed late keeps the order of its messages', async () => {
		emulator().faults.add({ kind: 'stall', when: 'late', commitDelayMs: 1_500 });
		const whole = await attempt(emulator(), asOneRow, { timeout: 1 });

		expect(whole.statuses).toStrictEqual(['ingested']);
		expect(pieces(whole)).toStrictEqual(['m-0', 'm-0', 'm-4', 'm-8']);
	});
});

describe('a head that fails for good', () => {
	test('refused: its tail is not sent', async () => {
		emulator().faults.add(refusing('m-0'));
		const whole = await attempt(emulator(), asOneRow);

		expect(whole.statuses).toStrictEqual(['rejected']);
		expect(whole.requests).toHaveLength(1);
		expect(storedMessages()).toBe(0);
	});

	test('refused, where each message is a row: those of the tail are unsent', async () => {
		emulator().faults.add(refusing('m-0'));
		const { statuses, requests } = await attempt(emulator(), asRows, {}, { parameters: MESSAGES });

		expect(statuses.slice(0, 4)).toStrictEqual(Array(4).fill('rejected'));
		expect(statuses.slice(4)).toStrictEqual(Array(8).fill('unsent'));
		expect(requests).toHaveLength(1);
	});

	test('without an answer: it is unknown, and its tail is unsent', async () => {
		emulator().faults.add(failing('m-0'));
		const { statuses, requests } = await attempt(emulator(), asRows, BRIEF, {
			parameters: MESSAGES,
		});

		expect(statuses.slice(0, 4)).toStrictEqual(Array(4).fill('unknown'));
		expect(statuses.slice(4)).toStrictEqual(Array(8).fill('unsent'));
		expect(requests.length).toBeLessThanOrEqual(12);
		expect(storedMessages()).toBe(0);
	});
});

describe('a tail that fails for good', () => {
	test('refused: the item is partial, and its reason names the messages', async () => {
		emulator().faults.add(refusing('m-11'));
		const whole = await attempt(emulator(), asOneRow);

		expect(whole.statuses).toStrictEqual(['partial']);
		expect(whole.result.raw[0]?.json.reason).toMatch(/4 messages .*"m-8": .*"Bad message"/);
		expect(pieces(whole)).toStrictEqual(['m-0', 'm-4', 'm-8']);
		expect(storedMessages()).toBe(8);
	});

	test('refused, where each message is a row: only those of the tail are rejected', async () => {
		emulator().faults.add(refusing('m-11'));
		const { statuses, requests } = await attempt(emulator(), asRows, {}, { parameters: MESSAGES });

		expect(statuses.slice(0, 8)).toStrictEqual(Array(8).fill('ingested'));
		expect(statuses.slice(8)).toStrictEqual(Array(4).fill('rejected'));
		expect(requests).toHaveLength(3);
	});

	test('without an answer: the item is partial', async () => {
		emulator().faults.add(failing('m-11'));
		const whole = await attempt(emulator(), asOneRow, BRIEF);

		expect(whole.statuses).toStrictEqual(['partial']);
		expect(pieces(whole).slice(0, 3)).toStrictEqual(['m-0', 'm-4', 'm-8']);
		expect(whole.requests.length).toBeLessThanOrEqual(2 + 12);
		expect(storedMessages()).toBe(8);
	});
});

test('a refused middle does not hold back the messages after it', async () => {
	emulator().faults.add(refusing('m-5'));
	const { statuses, requests } = await attempt(emulator(), asRows, {}, { parameters: MESSAGES });

	expect(statuses.slice(0, 4)).toStrictEqual(Array(4).fill('ingested'));
	expect(statuses.slice(4, 8)).toStrictEqual(Array(4).fill('rejected'));
	expect(statuses.slice(8)).toStrictEqual(Array(4).fill('ingested'));
	expect(requests).toHaveLength(3);
});
