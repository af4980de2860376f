/** Every message that the node's own functions can show, in samples. A new kind without a sample is a type error. */
import { assertSafeForKeys, ingestBaseUrl } from '../../../credentials/endpoints.ts';
import type { Answer } from '../../../nodes/AmplitudeAiFeedback/delivery/answer.ts';
import type { PieceResult } from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { Stop } from '../../../nodes/AmplitudeAiFeedback/delivery/stop.ts';
import type { RowErrorDetails } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { describeStop } from '../../../nodes/AmplitudeAiFeedback/output/failure.ts';
import type { Outcome } from '../../../nodes/AmplitudeAiFeedback/output/outcome.ts';
import { outcomeOf } from '../../../nodes/AmplitudeAiFeedback/output/outcomes.ts';
import { describeResult } from '../../../nodes/AmplitudeAiFeedback/output/reason.ts';
import { summarise } from '../../../nodes/AmplitudeAiFeedback/output/summary.ts';
import { describeProblem } from '../../../nodes/AmplitudeAiFeedback/output/wording.ts';

type Samples<T, K extends string> = { [Kind in K]: readonly T[] };

const item = { of: 'item' } as const;
const at = { subject: { of: 'message', index: 1 }, path: 'posted', field: 'created_at' } as const;

const PROBLEMS: Samples<RowErrorDetails, RowErrorDetails['kind']> = {
	missingId: [
		{ kind: 'missingId', subject: item },
		{ kind: 'missingId', subject: { of: 'message' } },
		{ kind: 'missingId', subject: { of: 'message', index: 1 } },
	],
	inexactNumber: [{ kind: 'inexactNumber', subject: item, field: 'unique_id', value: 2 ** 60 }],
	notText: [
		{ kind: 'notText', subject: item, field: 'body', value: { a: 1 } },
		{ kind: 'notText', subject: item, field: 'body', value: [1] },
		{ kind: 'notText', subject: item, field: 'body', value: NaN },
	],
	objectInText: [{ kind: 'objectInText', text: 'Plan: {{ $json.plan }}' }],
	unreadableTime: [{ kind: 'unreadableTime', value: 'next Tuesday', ...at }],
	serialDay: [{ kind: 'serialDay', value: 46_096.4375, ...at }],
	emptyItem: [{ kind: 'emptyItem' }],
	notAnArray: [{ kind: 'notAnArray', value: 'none' }],
	notAMessage: [{ kind: 'notAMessage', index: 0, value: 'hello' }],
	nestedParts: [{ kind: 'nestedParts', index: 0 }],
	sourceId: [
		{ kind: 'sourceId', value: '' },
		{ kind: 'sourceId', value: 's'.repeat(129) },
		{ kind: 'sourceId', value: { id: 1 } },
	],
	tooLarge: [
		{ kind: 'tooLarge', bytes: 5_200_000 },
		{ kind: 'tooLarge', bytes: 5_200_000, messageId: 'm' },
	],
	unreadableRow: [{ kind: 'unreadableRow', message: 'Referenced node does not exist' }],
};

const RESULTS: Samples<readonly [PieceResult, string?], PieceResult['status']> = {
	accepted: [],
	refused: [
		[{ status: 'refused', cause: 'api', detail: 'Body text exceeds maximum length', attempts: 1 }],
		[{ status: 'refused', cause: 'api', attempts: 1 }],
		[{ status: 'refused', cause: 'tooLarge', attempts: 1 }],
	],
	unknown: [[{ status: 'unknown', attempts: 12 }]],
	unsent: [
		[{ status: 'unsent', attempts: 0 }, 'Amplitude refused the keys (401)'],
		[{ status: 'unsent', attempts: 1 }, 'Amplitude refused the keys (401)'],
		[{ status: 'unsent', attempts: 3 }],
		[{ status: 'unsent', attempts: 0 }],
	],
};

const http = (status: number): Answer => ({ kind: 'answer', status, headers: {}, text: '' });
type Cause = (Answer & { kind: 'noAnswer' })['cause'];
const CODES: Record<Cause, string> = {
	notConnected: 'ECONNREFUSED',
	lost: 'ECONNRESET',
	timeout: 'ETIMEDOUT',
	untrusted: 'CERT_HAS_EXPIRED',
	cancelled: 'CANCELLED',
};
const silence = (cause: Cause): Answer => ({ kind: 'noAnswer', cause, code: CODES[cause] });

/** The messages of `setup` come from options and credential; the test gets them from n8n's engine. */
const STOPS: Samples<Stop, Stop['kind']> = {
	setup: [],
	cancelled: [{ kind: 'cancelled' }],
	requestRefused: [
		{ kind: 'requestRefused', status: 400 },
		{ kind: 'requestRefused', status: 400, detail: 'Unknown source_id' },
	],
	hopeless: [
		...[401, 403, 404, 410].map((status) => ({ kind: 'hopeless', answer: http(status) }) as const),
		{ kind: 'hopeless', answer: silence('untrusted') },
	],
	gaveUp: [
		...[http(429), http(503), http(200)],
		...(['notConnected', 'lost', 'timeout'] as const).map(silence),
	].map((answer) => ({ kind: 'gaveUp', answer, budgetSpent: true }) as const),
};

/** The reasons of rows. */
export function reasons(): string[] {
	return [
		...Object.values(PROBLEMS).flat().map(describeProblem),
		...Object.values(RESULTS)
			.flat()
			.map(([result, stopMessage]) => describeResult(result, stopMessage)),
		partial(),
	];
}

/** The failures of a whole run, with the description where only that tells them apart. */
export function failures(): string[] {
	return Object.values(STOPS)
		.flat()
		.flatMap((stop: Stop) => {
			const { message, description } = describeStop(stop, 'amplitude.com');
			return description.startsWith('Tried several') ? [message, description] : [message];
		});
}

/** The errors of base URLs. */
export function addressErrors(): string[] {
	const given: (() => unknown)[] = [
		() => ingestBaseUrl('custom', ''),
		() => ingestBaseUrl('custom', 'https://gateway.example.com/?key=1'),
		() => assertSafeForKeys('gateway'),
		() => assertSafeForKeys('http://gateway.example.com'),
	];
	return given.map(messageOf);
}

/** The hints, clause by clause. */
export function hints(): string[] {
	const rows: Outcome[] = [
		{ status: 'ingested', uniqueId: 'a' },
		{ status: 'rejected', uniqueId: 'b', reason: 'because.' },
	];
	const facts = { requests: 2, throttled: 2, messagesLeftOut: 3, dryRun: false };
	const clauses = (summarise(rows, facts) ?? '').split('; ');
	const dry = summarise(rows, { ...facts, dryRun: true }) ?? '';
	return [...clauses.filter((clause) => !/^\d+ rejected$/.test(clause)), dry];
}

function partial(): string {
	const piece = { item: { unique_id: 'call' }, messageIds: [], hasText: true };
	const unit = {
		sourceId: 's',
		id: 'call',
		sourceRows: [],
		chunks: [piece],
		oversized: new Map([['call-1', 5_200_000]]),
	};
	const result: PieceResult = { status: 'accepted', failedParts: new Map(), attempts: 1 };
	const results = new Map([[piece, result]]);
	return outcomeOf({ row: 0 }, unit, results, undefined).reason ?? '';
}

function messageOf(failing: () => unknown): string {
	try {
		failing();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('Nothing was thrown');
}
