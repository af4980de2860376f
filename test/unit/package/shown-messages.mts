/** Every message that the node's own functions can show, in samples. A new kind without a sample is a type error. */
import {
	assertKeysBelong,
	assertSafeForKeys,
	ingestBaseUrl,
} from '../../../credentials/endpoints.ts';
import type { OutgoingItem } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import type {
	ApiResponse,
	TransportFailure,
} from '../../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import type {
	DeliveryResult,
	RunFailure,
	UnresolvedCause,
} from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { RowErrorDetails } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import {
	describeResult,
	describeRowError,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/rows.ts';
import {
	describeFailure,
	describeRejected,
	describeUnconfirmed,
} from '../../../nodes/AmplitudeAiFeedback/output/messages/run.ts';
import type { RowResult } from '../../../nodes/AmplitudeAiFeedback/output/rowResult.ts';
import {
	addDeliveredRows,
	addMessageErrors,
	unsentRowResults,
} from '../../../nodes/AmplitudeAiFeedback/output/rowResults.ts';
import { summarise } from '../../../nodes/AmplitudeAiFeedback/output/summary.ts';
import { atOnce } from '../../../tools/shared/at-once.mts';

type Samples<T extends { kind: string }> = { [Kind in T['kind']]: readonly (T & { kind: Kind })[] };

const item = { of: 'item' } as const;
const at = { subject: { of: 'message', index: 1 }, from: '"posted"', field: 'created_at' } as const;

const ROW_ERRORS: Samples<RowErrorDetails> = {
	missingId: [
		{ kind: 'missingId', subject: item },
		{ kind: 'missingId', subject: { of: 'message' } },
		{ kind: 'missingId', subject: { of: 'message', index: 1 } },
		{ kind: 'missingId', subject: item, from: '{{ $json.id }}', rowFields: ['text'] },
	],
	inexactNumber: [{ kind: 'inexactNumber', subject: item, field: 'unique_id', value: 2 ** 60 }],
	notText: [
		{ kind: 'notText', subject: item, field: 'body', value: { a: 1 } },
		{ kind: 'notText', subject: item, field: 'body', value: [1] },
		{ kind: 'notText', subject: item, field: 'body', value: NaN },
	],
	additionalField: [
		{ kind: 'additionalField', name: 'plan', value: NaN, cause: 'notJson' },
		{ kind: 'additionalField', name: 'plan', value: 2 ** 60, cause: 'inexact' },
	],
	objectInText: [
		{ kind: 'objectInText', parameter: 'item.value.body', text: 'Plan: {{ $json.plan }}' },
	],
	failedExpression: [
		{
			kind: 'failedExpression',
			parameter: 'item.value.created_at',
			text: '{{ $json.posted.toDateTime() }}',
			message: 'cannot convert to Luxon DateTime',
			values: [{ path: '$json.posted', value: 'soon' }],
		},
	],
	unreadableTime: [
		{ kind: 'unreadableTime', value: 'next Tuesday', formats: [], ...at },
		{ kind: 'unreadableTime', value: 4_102_444_800, formats: [], ...at },
		{ kind: 'unreadableTime', value: Object.create(null) as object, formats: [], ...at },
		{ kind: 'unreadableTime', value: '15/03/2026', formats: ['dd/MM/yyyy'], ...at },
		{ kind: 'unreadableTime', value: '03/04/2026', formats: ['dd/MM/yyyy', 'MM/dd/yyyy'], ...at },
		{ kind: 'unreadableTime', value: '2026', formats: [], dateFormat: 'dd/MM/yyyy', ...at },
	],
	serialDay: [{ kind: 'serialDay', value: 46_096.4375, ...at }],
	emptyItem: [
		{ kind: 'emptyItem' },
		{ kind: 'emptyItem', from: '{{ $json.answer }}', rowFields: ['id', 'comment'] },
	],
	notAnArray: [{ kind: 'notAnArray', value: 'none' }],
	notAMessage: [{ kind: 'notAMessage', index: 0, value: 'hello' }],
	nestedParts: [{ kind: 'nestedParts', index: 0 }],
	noTextProperty: [{ kind: 'noTextProperty', paths: ['body'], properties: ['id', 'text'] }],
	otherFormat: [
		{ kind: 'otherFormat', format: 'Zendesk Comments', marks: ['public'], properties: ['id'] },
	],
	sourceId: [
		{ kind: 'sourceId', value: '' },
		{ kind: 'sourceId', value: 's'.repeat(129) },
		{ kind: 'sourceId', value: { id: 1 } },
	],
	tooLarge: [
		{ kind: 'tooLarge', bytes: 5_200_000 },
		{ kind: 'tooLarge', bytes: 5_200_000, messageId: 'm' },
	],
	unreadableRow: [{ kind: 'unreadableRow', message: 'Referenced node does not exist.' }],
};

const KEYS_REFUSED = 'Amplitude refused the keys (401)';
const ATTEMPTS: Readonly<Record<UnresolvedCause, number>> = {
	uncounted: 1,
	failing: 5,
	sendLimit: 12,
};
const UNKNOWN = Object.entries(ATTEMPTS).map(([cause, attempts]) => {
	return { status: 'unknown', cause: cause as UnresolvedCause, attempts } as const;
});

const RESULTS: {
	[Status in DeliveryResult['status']]: readonly (readonly [
		DeliveryResult & { status: Status },
		string?,
	])[];
} = {
	accepted: [],
	refused: [
		[{ status: 'refused', cause: 'api', detail: 'Body text exceeds maximum length', attempts: 1 }],
		[{ status: 'refused', cause: 'api', attempts: 1 }],
		[{ status: 'refused', cause: 'tooLarge', attempts: 1 }],
	],
	unknown: [[{ status: 'unknown', attempts: 1 }], ...UNKNOWN.map((result) => [result] as const)],
	unsent: [
		[{ status: 'unsent', attempts: 0 }, KEYS_REFUSED],
		[{ status: 'unsent', attempts: 1 }, KEYS_REFUSED],
		[{ status: 'unsent', attempts: 3 }],
		[{ status: 'unsent', attempts: 0 }],
	],
};

/** Makes a response with this status. */
export function responseOf(status: number): ApiResponse {
	return { kind: 'response', status, headers: {}, text: '' };
}

const FATAL_STATUSES = [401, 403, 404];
const GAVE_UP_STATUSES = [200, 302, 408, 429, 503];
const CODES = { notConnected: 'ECONNREFUSED', lost: 'ECONNRESET', timeout: 'ETIMEDOUT' } as const;

/** Why a run can stop. The texts of `setup` come from options and credential, and are tested through n8n's engine. */
const FAILURES: Samples<RunFailure> = {
	setup: [],
	cancelled: [{ kind: 'cancelled' }],
	requestRefused: [
		{ kind: 'requestRefused', status: 400 },
		{ kind: 'requestRefused', status: 400, detail: 'Unknown source_id' },
	],
	fatal: [
		...FATAL_STATUSES.map((status) => ({ kind: 'fatal', reply: responseOf(status) }) as const),
		{ kind: 'fatal', reply: responseOf(401), detail: 'Invalid API key' },
		{ kind: 'fatal', reply: { kind: 'failure', cause: 'untrusted', code: 'CERT_HAS_EXPIRED' } },
	],
	gaveUp: [
		...GAVE_UP_STATUSES.map((status) => ({ kind: 'gaveUp', reply: responseOf(status) }) as const),
		{ kind: 'gaveUp', reply: responseOf(429), retryAfterMs: 60_000 },
		...Object.entries(CODES).map(([cause, code]) => {
			const reply = { kind: 'failure', cause: cause as TransportFailure['cause'], code } as const;
			return { kind: 'gaveUp', reply } as const;
		}),
	],
};

export const ALL_FAILURES: readonly RunFailure[] = Object.values(FAILURES).flat();

/** The reasons of rows. */
export function reasons(): string[] {
	return [
		...Object.values(ROW_ERRORS).flat().map(describeRowError),
		...Object.values(RESULTS)
			.flat()
			.map(([result, failureMessage]) => describeResult(result, failureMessage)),
		partial(),
		withoutMessage(),
		...skipped(),
	];
}

/** The failures of a whole run, with the description where only that tells them apart. */
export function failures(): string[] {
	return [
		...ALL_FAILURES.flatMap((failure) => {
			const { message, description } = describeFailure(failure, 'amplitude.com');
			return description.startsWith('Every attempt failed') ? [message, description] : [message];
		}),
		describeUnconfirmed(1, 3),
		describeRejected(2, 3),
	];
}

/** The errors of base URLs. */
export function addressErrors(): string[] {
	const given: (() => unknown)[] = [
		() => ingestBaseUrl('custom', ''),
		() => ingestBaseUrl('custom', 'https://gateway.example.com/?key=1'),
		() => assertKeysBelong('https://example.com', 'us', ''),
		() => assertSafeForKeys('gateway'),
		() => assertSafeForKeys('http://gateway.example.com'),
	];
	return given.map(messageOf);
}

/** The hints, clause by clause. */
export function hints(): string[] {
	const rows: RowResult[] = [
		{ status: 'ingested', uniqueId: 'a' },
		{ status: 'rejected', uniqueId: 'b', reason: 'because.' },
	];
	const counts = { accepted: 3, ingested: 2 };
	const filtered = { filteredMessages: 2, filteredBy: 'filter' } as const;
	const more = { omittedMessages: 3, removedPatterns: 2, additionalFields: [] };
	const facts = { requests: 2, throttled: 2, ...more, counts, dryRun: false };
	const byFormat = { filteredMessages: 2, filteredBy: 'format' } as const;
	const clauses = [filtered, byFormat].flatMap((more) =>
		(summarise(rows, { ...facts, ...more }) ?? '').split('; '),
	);
	const dry = summarise(rows, { ...facts, ...filtered, dryRun: true }) ?? '';
	return [...clauses.filter((clause) => !/^\d+ rejected$/.test(clause)), dry];
}

function partial(): string {
	const call: OutgoingItem = {
		sourceId: 's',
		id: 'call',
		sourceRows: [{ row: 0 }],
		chunkCount: 1,
		oversizedMessages: new Map([['call-1', 5_200_000]]),
	};
	const rows: RowResult[] = [];
	const own: DeliveryResult = { status: 'accepted', attempts: 1 };
	atOnce(addDeliveredRows(rows, [call], new Map([[call, { own }]]), undefined));
	return rows[0]?.reason ?? '';
}

function skipped(): string[] {
	const rows = [false, true].map((isFiltered, row) => ({ row, itemId: 'x', isFiltered }));
	return atOnce(unsentRowResults({ errors: [], skipped: rows })).map(({ reason }) => reason ?? '');
}

function withoutMessage(): string {
	const rows: RowResult[] = [{ status: 'ingested', uniqueId: 'call' }];
	atOnce(addMessageErrors(rows, new Map([[0, ROW_ERRORS.notAMessage]])));
	return rows[0]?.reason ?? '';
}

function messageOf(failing: () => unknown): string {
	try {
		failing();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error('Nothing was thrown');
}
