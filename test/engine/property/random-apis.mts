import fc from 'fast-check';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';

/** One way in which the API may turn out to be where its documentation is silent. */
export type ApiSettings = Partial<EmulatorSettings>;

const usually = <T,>(value: T, ...others: T[]) =>
	fc.oneof(
		{ weight: 3 + others.length, arbitrary: fc.constant(value) },
		{ weight: others.length, arbitrary: fc.constantFrom(...others) },
	);

/** Limits, statuses, what is counted, what errors name, and the shape of responses. */
const anyApi: fc.Arbitrary<ApiSettings> = fc.record({
	maxBytes: usually(5_000_000, 2_500, 4_000, 6_000),
	maxBodyLength: usually<number | null>(null, 40, 100, 300, 600),
	invalidItem: usually('request', 'item'),
	badPartFails: usually('item', 'part'),
	ingestedCounts: usually('items', 'items-and-parts'),
	unchangedItems: usually('counted', 'ignored'),
	failedCounts: usually('entries', 'items'),
	statusPartlyFailed: usually(200, 207, 400, 403, 404, 409, 422, 500, 503),
	statusTooLarge: usually(413, 400, 500),
	statusBadRequest: usually(400, 422),
	wrapper: usually('none', 'data', 'response', 'result'),
	countsAs: usually('numbers', 'digits'),
	errorsField: usually('list', 'null', 'missing', 'null-if-empty', 'missing-if-empty'),
	partErrorNames: usually('item', 'part', 'both'),
	errorIds: usually(
		'exact',
		'lower-case',
		'number',
		'prefixed',
		'null',
		'missing',
		'index',
		'unknown',
	),
	errorText: usually('error', 'message', 'object', 'list', 'missing'),
	entriesPerError: usually(1, 2),
	furtherFields: fc.boolean(),
	byteOrderMark: usually(false, true),
	refusalShape: usually('error', 'message', 'errors-list', 'rails', 'problem', 'text', 'empty'),
	maxRequestsInFlight: usually<number | null>(null, 1, 3),
	responseDelayMs: usually(0, 15),
});

/**
 * Where errors name messages and "failed" counts items, two named messages of one item make up for a
 * failed item without a name: no client can tell.
 */
export const apis = anyApi.map((api): ApiSettings =>
	api.partErrorNames === 'item' ? api : { ...api, failedCounts: 'entries' },
);

/**
 * Whether errors name something else than what failed: the item for a message that failed alone, or
 * the message for an item that failed with it. No client can tell then which of the two it was.
 */
export function misnamesMessages({ badPartFails, partErrorNames }: ApiSettings): boolean {
	return partErrorNames !== 'both' && badPartFails !== partErrorNames;
}

/** Whether what is too large gets a status that says nothing about it; only a spent budget ends that. */
export function hidesSizeLimit({ statusTooLarge, maxBytes }: ApiSettings): boolean {
	return statusTooLarge === 500 && maxBytes !== 5_000_000;
}
