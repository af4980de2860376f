import { resultsOf, type PieceResult, type PieceResults } from '../delivery/results';
import type { RowRef } from '../mapping/itemCollector';
import type { OutgoingItem } from '../batching/chunks';
import type { Outcome, Status } from './outcome';
import { describeRefusal, describeResult } from './reason';
import { count, describeProblem, quote } from './wording';

/** At most so many messages are named in a row's reason. */
const MAX_NAMED = 3;

const STATUS_OF: Readonly<Record<PieceResult['status'], Status>> = {
	accepted: 'ingested',
	refused: 'rejected',
	unknown: 'unknown',
	unsent: 'unsent',
};

/**
 * The outcome of one row of a conversation that was to be delivered.
 *
 * @param stopMessage why the run stopped, if it did
 */
export function outcomeOf(
	answer: RowRef,
	unit: OutgoingItem,
	results: PieceResults,
	stopMessage: string | undefined,
): Outcome {
	const { messageId } = answer;
	const { status, reason, request, attempts } = verdictOn(messageId, unit, results, stopMessage);
	return { uniqueId: unit.id, messageId, status, reason, request, attempts };
}

function verdictOn(
	messageId: string | undefined,
	unit: OutgoingItem,
	results: PieceResults,
	stopMessage: string | undefined,
): Verdict {
	if (unit.oversizedHead !== undefined) return tooLarge(unit.oversizedHead);
	const pieces = resultsOf(unit, results);
	return messageId === undefined
		? wholeOutcome(unit, pieces, stopMessage)
		: messageOutcome(messageId, unit, pieces, stopMessage);
}

type Verdict = Pick<Outcome, 'status' | 'reason' | 'request' | 'attempts'>;

function messageOutcome(
	id: string,
	unit: OutgoingItem,
	pieces: readonly PieceResult[],
	stopMessage: string | undefined,
): Verdict {
	const bytes = unit.oversized.get(id);
	if (bytes !== undefined) return tooLarge(bytes, id);
	const result = pieces[unit.chunks.findIndex(({ messageIds: partIds }) => partIds.includes(id))];
	if (result === undefined) return { status: 'unsent' };
	const failure = result.status === 'accepted' ? result.failedParts.get(id) : undefined;
	if (failure !== undefined) {
		return verdict(result, 'rejected', describeRefusal('api', failure));
	}
	return pieceOutcome(result, stopMessage);
}

function wholeOutcome(
	unit: OutgoingItem,
	pieces: readonly PieceResult[],
	stopMessage: string | undefined,
): Verdict {
	const [head] = pieces;
	if (head === undefined) {
		const [[id, bytes] = ['', 0]] = unit.oversized;
		return tooLarge(bytes, id);
	}
	if (head.status !== 'accepted') return pieceOutcome(head, stopMessage);
	const missing = missingMessages(unit, pieces, stopMessage);
	if (missing.length === 0) return verdict(head, 'ingested');
	const named = missing.slice(0, MAX_NAMED).map(({ id, why }) => `${quote(id)}: ${why}`);
	const more = missing.length > MAX_NAMED ? ` And ${missing.length - MAX_NAMED} more.` : '';
	const reason = `the item stands, but ${count(missing.length, 'message')} of its conversation did not arrive. ${named.join(' ')}${more}`;
	return verdict(head, 'partial', reason);
}

function missingMessages(
	unit: OutgoingItem,
	pieces: readonly PieceResult[],
	stopMessage: string | undefined,
): { id: string; why: string }[] {
	const missing = [...unit.oversized].map(([id, bytes]) => ({
		id,
		why: describeProblem({ kind: 'tooLarge', bytes, messageId: id }),
	}));
	for (const [index, result] of pieces.entries()) {
		if (result.status === 'accepted') {
			for (const [id, detail] of result.failedParts) {
				missing.push({ id, why: describeRefusal('api', detail) });
			}
		} else {
			const why = describeResult(result, stopMessage);
			for (const id of unit.chunks[index]?.messageIds ?? []) missing.push({ id, why });
		}
	}
	return missing;
}

function pieceOutcome(result: PieceResult, stopMessage: string | undefined): Verdict {
	const status = STATUS_OF[result.status];
	if (status === 'ingested') return verdict(result, status);
	return verdict(result, status, describeResult(result, stopMessage));
}

function tooLarge(bytes: number, messageId?: string): Verdict {
	return { status: 'rejected', reason: describeProblem({ kind: 'tooLarge', bytes, messageId }) };
}

/** @param result of the piece that says in which request it was settled, and how often it was sent */
function verdict({ request, attempts }: PieceResult, status: Status, reason?: string): Verdict {
	return attempts === 0 ? { status, reason } : { status, reason, request, attempts };
}
