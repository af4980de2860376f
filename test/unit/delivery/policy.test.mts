import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../nodes/AmplitudeAiFeedback/delivery/answer.ts';
import type { Trouble, Verdict } from '../../../nodes/AmplitudeAiFeedback/delivery/judge.ts';
import {
	decide,
	MAX_SENDS,
	type Situation,
} from '../../../nodes/AmplitudeAiFeedback/delivery/policy.ts';

const lost: Answer = { kind: 'noAnswer', cause: 'lost', code: 'ECONNRESET' };
const calm: Situation = {
	items: 100,
	isDivisible: false,
	sends: 1,
	isHalf: false,
	troubles: 1,
	anyAccepted: true,
	sameRefusals: 0,
	random: 1,
	budgetAllows: () => true,
};
const named = { items: new Map(), parts: new Map() };
const trouble = (kind: Trouble, answer = lost): Verdict => ({
	kind: 'trouble',
	trouble: kind,
	answer,
});

test('what is accounted for is settled', () => {
	expect(decide({ kind: 'accounted', named }, calm)).toStrictEqual({ kind: 'settle' });
});

describe('a request with several items is halved', () => {
	const verdicts: Verdict[] = [
		{ kind: 'tooLarge' },
		{ kind: 'refused', status: 400 },
		{ kind: 'unattributed', named },
	];
	test.each(verdicts)('when $kind', (verdict) => {
		const action = { kind: 'split', becauseOfTrouble: false };
		expect(decide(verdict, calm)).toStrictEqual(action);
		expect(decide(verdict, { ...calm, items: 2 })).toStrictEqual(action);
		expect(decide(verdict, { ...calm, items: 1 }).kind).not.toBe('split');
	});

	test.each(verdicts)('but at the last send nobody is blamed, when $kind', (verdict) => {
		expect(decide(verdict, { ...calm, sends: MAX_SENDS })).toStrictEqual({ kind: 'giveUp' });
	});

	test.each([
		['unavailable', 6],
		['noAnswer', 6],
		['incoherent', 3],
	] as const)('once when %s %i times in a row', (kind, troubles) => {
		expect(decide(trouble(kind), { ...calm, troubles: troubles - 1 }).kind).toBe('retry');
		const action = decide(trouble(kind), { ...calm, troubles });
		expect(action).toStrictEqual({ kind: 'split', becauseOfTrouble: true });
		expect(decide(trouble(kind), { ...calm, troubles, isHalf: true }).kind).toBe('retry');
	});
});

test('a request is not halved for throttling, nor for a host that was never reached', () => {
	const refused: Answer = { kind: 'noAnswer', cause: 'notConnected', code: 'ECONNREFUSED' };
	for (const verdict of [trouble('throttled'), trouble('noAnswer', refused)]) {
		expect(decide(verdict, { ...calm, troubles: MAX_SENDS - 1 }).kind).toBe('retry');
	}
});

describe('an item on its own', () => {
	const alone = { ...calm, items: 1 };

	test('is rejected with the words of the API', () => {
		expect(decide({ kind: 'refused', status: 400, detail: 'no' }, alone)).toStrictEqual({
			kind: 'reject',
			cause: 'api',
			detail: 'no',
		});
		expect(decide({ kind: 'tooLarge' }, alone)).toStrictEqual({
			kind: 'reject',
			cause: 'tooLarge',
		});
	});

	test('refused like three others before, while nothing was accepted, stops the run', () => {
		const refused: Verdict = { kind: 'refused', status: 400, detail: 'no' };
		const fourth = { ...alone, anyAccepted: false, sameRefusals: 3 };
		expect(decide(refused, fourth)).toStrictEqual({
			kind: 'giveUp',
			stop: { kind: 'requestRefused', status: 400, detail: 'no' },
		});
		expect(decide(refused, { ...fourth, sameRefusals: 2 }).kind).toBe('reject');
		expect(decide(refused, { ...fourth, anyAccepted: true }).kind).toBe('reject');
	});
});

describe('trouble', () => {
	test('is waited out, with the wait that was asked for as the floor', () => {
		expect(decide(trouble('noAnswer'), calm)).toStrictEqual({ kind: 'retry', waitMs: 500 });
		const verdict = { ...trouble('throttled'), retryAfterMs: 9_000 } as Verdict;
		expect(decide(verdict, calm)).toStrictEqual({ kind: 'retry', waitMs: 9_500 });
	});

	test('ends at the last send an item may have: alone where others were accepted', () => {
		const last = { ...calm, sends: MAX_SENDS };
		expect(decide(trouble('noAnswer'), last)).toStrictEqual({ kind: 'giveUp', stop: undefined });
		expect(decide(trouble('noAnswer'), { ...last, anyAccepted: false })).toMatchObject({
			kind: 'giveUp',
			stop: { kind: 'gaveUp', budgetSpent: false },
		});
	});

	test('ends the run where the wait does not fit the budget', () => {
		const spent = { ...calm, budgetAllows: (wait: number) => wait < 500 };
		expect(decide(trouble('noAnswer'), spent)).toMatchObject({
			kind: 'giveUp',
			stop: { kind: 'gaveUp', budgetSpent: true },
		});
	});

	test('with a name that does not resolve is a typing error, unless it resolved before', () => {
		const unknown: Answer = { kind: 'noAnswer', cause: 'notConnected', code: 'ENOTFOUND' };
		const third = { ...calm, sends: 3, anyAccepted: false };
		expect(decide(trouble('noAnswer', unknown), third).kind).toBe('giveUp');
		expect(decide(trouble('noAnswer', unknown), { ...third, anyAccepted: true }).kind).toBe(
			'retry',
		);
	});
});

test('what cannot succeed stops the run at once', () => {
	const answer: Answer = { kind: 'answer', status: 401, headers: {}, text: '' };
	expect(decide({ kind: 'hopeless', answer, detail: 'no' }, calm)).toStrictEqual({
		kind: 'giveUp',
		stop: { kind: 'hopeless', answer, detail: 'no' },
	});
	const cancelled: Answer = { kind: 'noAnswer', cause: 'cancelled', code: 'CANCELLED' };
	expect(decide({ kind: 'hopeless', answer: cancelled }, calm)).toStrictEqual({
		kind: 'giveUp',
		stop: { kind: 'cancelled' },
	});
});
