import { describe, expect, test } from '@jest/globals';
import type { PieceResult } from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { Chunk, OutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { outcomeOf } from '../../../nodes/AmplitudeAiFeedback/output/outcomes.ts';

const piece = (...partIds: string[]): Chunk => ({
	item: undefined,
	messageIds: partIds,
	hasText: true,
});
const sent = { request: 1, attempts: 1 };
const accepted = (failed: [string, string][] = []): PieceResult => ({
	status: 'accepted',
	failedParts: new Map(failed),
	...sent,
});

function outcome(
	pieces: [Chunk, PieceResult | undefined][],
	{
		messageId,
		more = {},
		stop,
	}: { messageId?: string; more?: Partial<OutgoingItem>; stop?: string } = {},
) {
	const unit: OutgoingItem = {
		sourceId: 's',
		id: 'call',
		sourceRows: [],
		chunks: pieces.map(([one]) => one),
		oversized: new Map(),
		...more,
	};
	const results = new Map(pieces.filter((entry): entry is [Chunk, PieceResult] => !!entry[1]));
	return outcomeOf({ row: 0, messageId }, unit, results, stop);
}

describe('a row that is a whole item', () => {
	test('is ingested when every piece is accepted without a failed message', () => {
		const pieces: [Chunk, PieceResult][] = [
			[piece('1'), accepted()],
			[piece('2'), accepted()],
		];
		expect(outcome(pieces)).toMatchObject({ status: 'ingested', uniqueId: 'call', request: 1 });
	});

	test('is partial when a message failed, and names it with the words of the API', () => {
		expect(outcome([[piece('1', '2'), accepted([['2', 'too long']])]])).toMatchObject({
			status: 'partial',
			reason:
				'the item stands, but 1 message of its conversation did not arrive. "2": Amplitude refused it: "too long". Correct the row, then send it again.',
		});
	});

	test('is partial when a later piece did not arrive, and names three of its messages', () => {
		const { status, reason } = outcome([
			[piece('1'), accepted()],
			[piece('2', '3', '4', '5'), { status: 'unknown', ...sent }],
		]);
		expect(status).toBe('partial');
		expect(reason).toMatch(/4 messages .* "2": .* "3": .* "4": .* And 1 more\.$/);
		expect(reason).not.toContain('"5"');
	});

	test('takes the status of its first piece when that was not accepted', () => {
		const refused: PieceResult = { status: 'refused', cause: 'api', detail: 'no', ...sent };
		expect(
			outcome([
				[piece('1'), refused],
				[piece('2'), undefined],
			]),
		).toMatchObject({
			status: 'rejected',
			reason: 'Amplitude refused it: "no". Correct the row, then send it again.',
		});
		expect(outcome([[piece('1'), { status: 'unknown', ...sent }]])).toMatchObject({
			status: 'unknown',
		});
	});

	test('is unsent, with why the run stopped, when no request reached it', () => {
		const unsent = outcome([[piece(), undefined]], { stop: 'Amplitude refused the keys (401)' });
		expect(unsent).toEqual({
			uniqueId: 'call',
			messageId: undefined,
			status: 'unsent',
			reason:
				'the run stopped before it was sent. Amplitude refused the keys (401). Sending it again is safe.',
		});
	});

	test('is rejected with its size when nothing of it fits into a request', () => {
		expect(outcome([], { more: { oversizedHead: 6_000_000 } })).toMatchObject({
			status: 'rejected',
			reason: 'the item is 6.0 MB long, and a request takes 5 MB at most. Shorten its text.',
		});
		expect(outcome([], { more: { oversized: new Map([['7', 6_000_000]]) } })).toMatchObject({
			status: 'rejected',
			reason: 'the message "7" is 6.0 MB long, and a request takes 5 MB at most. Shorten its text.',
		});
	});
});

describe('a row that is one message', () => {
	const pieces: [Chunk, PieceResult | undefined][] = [
		[piece('1', '2'), accepted([['2', 'too long']])],
		[piece('3'), { status: 'unknown', ...sent }],
		[piece('4'), undefined],
	];

	test.each([
		['1', 'ingested'],
		['2', 'rejected'],
		['3', 'unknown'],
		['4', 'unsent'],
	])('answers for that message alone: %s is %s', (messageId, status) => {
		expect(outcome(pieces, { messageId })).toMatchObject({ messageId, status });
	});

	test('says that the tail of a conversation waits for the pieces before it', () => {
		expect(outcome(pieces, { messageId: '4' }).reason).toBe(
			'an earlier piece of its conversation was not accepted, so it was not sent. Sending it again is safe.',
		);
	});
});
