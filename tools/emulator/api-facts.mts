import type { EmulatorSettings } from './settings.mts';

/**
 * How sure a fact about the API is; `elsewhere` is another public page of Amplitude than that of the
 * AI Feedback API.
 */
export type Grade = 'documented' | 'documented elsewhere' | 'assumed';

/** What is documented or assumed about the API. */
export interface ApiFact {
	fact: string;
	grade: Grade;
	/** What the node does about it, whether or not it holds. */
	node: string;
	/** What the contract probe checks of it. */
	claims?: readonly string[];
	/** Settings of the emulator that play another API, with the values for this fact: their defaults. */
	settings?: Partial<EmulatorSettings>;
}

/** What a request looks like. */
export const REQUEST_FACTS = [
	{
		fact: "`POST /api/1/ai-feedback/ingest` with JSON, and HTTP Basic with the project's API key and secret key",
		grade: 'documented',
		node: 'sends that',
		claims: ['An item is accepted', 'A wrong secret key is refused'],
	},
	{
		fact: 'The host is `amplitude.com`, in the EU `eu.amplitude.com`',
		grade: 'documented',
		node: "follows the credential's region",
	},
	{
		fact: 'Another Content-Type than `application/json` gets status 415',
		grade: 'assumed',
		node: 'sends `application/json`',
		settings: { statusWrongContentType: 415 },
	},
	{
		fact: 'A request has 1 to 100 items',
		grade: 'documented',
		node: 'sends up to 100',
		claims: [
			'100 items are accepted',
			'101 items are refused',
			'A request without items is refused',
		],
	},
	{
		fact: 'A request has up to 5 MB',
		grade: 'documented',
		node: 'sends less than 5,000,000 bytes',
		claims: ['4.9 MB are accepted', '5.4 MB are refused'],
	},
	{
		fact: 'MB means 1,000,000 bytes and not 1,048,576',
		grade: 'assumed',
		node: 'stays below the smaller one; after a 413 it sends less',
		claims: ['5.1 MB are refused, so MB means 1,000,000 bytes'],
		settings: { maxBytes: 5_000_000 },
	},
	{
		fact: 'The source ID has 1 to 128 characters',
		grade: 'documented',
		node: 'marks a row with another one `rejected` before sending',
		claims: ['A source ID of 129 characters is refused', 'An empty source ID is refused'],
	},
	{
		fact: 'An item has `unique_id`, `body`, `author`, `email`, `user_id`, `created_at`, `url` and `conversation_parts`',
		grade: 'documented',
		node: 'sends these, and others only where _Additional Fields_ names them',
	},
	{
		fact: 'Times are ISO 8601, and other texts are refused',
		grade: 'assumed',
		node: 'sends every time as ISO 8601 with `Z`, as the documented examples do',
		settings: { createdAt: 'iso' },
	},
	{
		fact: 'The longest text of a field, and the most messages of an item, are not limited',
		grade: 'assumed',
		node: "checks neither; passes on the API's reason",
		claims: ['A text of 1,000,000 characters is accepted'],
		settings: { maxBodyLength: null },
	},
	{
		fact: '`body` may be missing where there are messages, as in a call',
		grade: 'documented',
		node: 'sends such items; one with neither is `rejected` before sending',
		claims: ['A call with messages and no text is accepted'],
	},
	{
		fact: 'A message has the same fields, needs a `body` of 1 character or more, and holds no messages',
		grade: 'documented',
		node: 'leaves out messages without text; nested ones are `rejected` before sending',
		claims: [
			'An item with messages is accepted',
			'A message without text is refused',
			'Messages within messages are refused',
		],
	},
	{
		fact: 'An empty list of messages is accepted',
		grade: 'assumed',
		node: 'never sends one',
		claims: ['An empty list of messages is accepted'],
	},
	{
		fact: 'Items and messages are told apart by `unique_id` within a source; sending one again updates it',
		grade: 'documented',
		node: 'sends again when the outcome is unknown',
		claims: ['An item may be sent again'],
	},
	{
		fact: "A reply is added by sending the item's `unique_id` with the new messages only",
		grade: 'documented',
		node: '_Append Replies_, and long conversations in several requests',
		claims: ["A reply without its item's text is accepted"],
	},
	{
		fact: "A message's ID must be unique in its item only",
		grade: 'assumed',
		node: 'sends IDs as mapped; the ones it generates are unique in the source',
		claims: ["A message's ID must be unique in its item only"],
	},
] as const satisfies readonly ApiFact[];

/** What a response looks like. */
export const RESPONSE_FACTS = [
	{
		fact: 'The response is `{ingested, failed, errors: [{unique_id, error}]}`',
		grade: 'documented',
		node: 'reads this shape on every status, bare or in one wrapper, with counts as numbers or digits; nothing else makes a row `ingested`',
		claims: ['The response is {ingested, failed, errors}'],
		settings: {
			wrapper: 'none',
			countsAs: 'numbers',
			errorsField: 'list',
			furtherFields: false,
			byteOrderMark: false,
		},
	},
	{
		fact: 'A failed item is named in `errors`',
		grade: 'documented',
		node: 'bisects the request where a failure is not named',
		claims: ['A failed item is named in "errors"'],
		settings: { errorText: 'error', entriesPerError: 1 },
	},
	{
		fact: '`errors` has IDs exactly as they were sent',
		grade: 'assumed',
		node: 'bisects the request where it cannot tell which item is meant',
		claims: ['"errors" has IDs exactly as they were sent'],
		settings: { errorIds: 'exact' },
	},
	{
		fact: 'Where all or some of the items are ingested, the status is 200',
		grade: 'assumed',
		node: 'reads the body before the status',
		claims: ['A partly failed request gets status 200'],
		settings: { statusIngested: 200, statusPartlyFailed: 200 },
	},
	{
		fact: 'An item of the wrong shape refuses the whole request',
		grade: 'assumed',
		node: 'bisects until the bad item is alone; the others arrive',
		claims: ['An item of the wrong shape refuses the whole request'],
		settings: { invalidItem: 'request' },
	},
	{
		fact: 'A bad message fails its whole item',
		grade: 'assumed',
		node: 'sends the other messages again without it',
		settings: { badPartFails: 'item' },
	},
	{
		fact: '`errors` names the item of a bad message, not the message',
		grade: 'assumed',
		node: 'understands both',
		claims: ['"errors" names the item of a bad message'],
		settings: { partErrorNames: 'item' },
	},
	{
		fact: '`ingested` counts items and not their messages',
		grade: 'assumed',
		node: 'never relies on that number alone',
		claims: ['"ingested" counts items and not their messages'],
		settings: { ingestedCounts: 'items' },
	},
	{
		fact: '`ingested` counts an item that is sent again unchanged',
		grade: 'assumed',
		node: 'sends two accepted items again where a count falls short, once a run, to learn it',
		claims: ['"ingested" counts an item that is sent again unchanged'],
		settings: { unchangedItems: 'counted' },
	},
	{
		fact: '`failed` is the number of entries in `errors`',
		grade: 'assumed',
		node: 'bisects the request where the two differ',
		settings: { failedCounts: 'entries' },
	},
	{
		fact: 'Wrong keys get status 401',
		grade: 'assumed',
		node: 'stops after one request, also for a 403',
		claims: ['Wrong keys get status 401'],
		settings: { statusBadKeys: 401 },
	},
	{
		fact: 'A source that does not exist gets status 404',
		grade: 'assumed',
		node: 'does not send the other rows of that source',
		claims: ['An unknown source ID gets status 404'],
		settings: { statusUnknownSource: 404, sourceIds: null },
	},
	{
		fact: 'A body that is not JSON, or breaks a rule, gets status 400',
		grade: 'assumed',
		node: 'bisects the request until the bad row is alone',
		claims: ['A body that is not JSON gets status 400'],
		settings: { statusBadRequest: 400 },
	},
	{
		fact: 'A request that is too large gets status 413',
		grade: 'assumed',
		node: 'sends less at a time',
		claims: ['A request that is too large gets status 413'],
		settings: { statusTooLarge: 413 },
	},
	{
		fact: 'Too many requests get status 429; the quotas, and whether there is a `Retry-After`, are unknown',
		grade: 'assumed',
		node: 'waits, at least as long as asked, and sends fewer requests at a time',
		settings: {
			statusThrottled: 429,
			throttleRetryAfter: 'none',
			quotaRequests: null,
			quotaWindowMs: 60_000,
			tokensPerSecond: null,
			tokenBucketSize: 1,
			maxRequestsInFlight: null,
		},
	},
	{
		fact: 'An outage gets status 5xx, or no response',
		grade: 'assumed',
		node: 'waits and sends again, for as long as the retry budget allows',
	},
	{
		fact: 'A request within the documented limits is neither cut off nor too slow',
		grade: 'assumed',
		node: 'sends smaller requests, and fewer at a time, after time-outs and broken connections',
		settings: { cutAboveBytes: null, lineBytesPerSecond: null, msPerItem: 0 },
	},
	{
		fact: 'A refusal has its reason in `error` or `message`',
		grade: 'assumed',
		node: "shows the API's words in the row's reason, where there are any",
		claims: ['A refusal has its reason in "error" or "message"'],
		settings: { refusalShape: 'error' },
	},
] as const satisfies readonly ApiFact[];

/** The Dashboard REST API, by which the credential is tested. */
export const CREDENTIAL_FACTS = [
	{
		fact: '`GET /api/2/events/list` accepts the same keys, on `amplitude.com`, in the EU on `analytics.eu.amplitude.com`',
		grade: 'documented elsewhere',
		node: 'tests the credential with it',
		claims: ['The keys may list events'],
	},
] as const satisfies readonly ApiFact[];

/** Everything that is documented or assumed about the API. */
export const API_FACTS = [...REQUEST_FACTS, ...RESPONSE_FACTS, ...CREDENTIAL_FACTS] as const;

type FactWithClaims = Extract<(typeof API_FACTS)[number], { claims: readonly string[] }>;

/** What the contract probe checks. */
export type Claim = FactWithClaims['claims'][number];

/** The grade of the fact that a claim is part of. */
export function gradeOf(claim: Claim): Grade {
	const facts: readonly ApiFact[] = API_FACTS;
	return facts.find(({ claims }) => claims?.includes(claim))!.grade;
}

/** Whether the documentation is silent about what a setting plays, so that its default is a guess. */
export function isAssumed(setting: keyof EmulatorSettings): boolean {
	const facts: readonly ApiFact[] = API_FACTS;
	return facts.some(
		({ grade, settings }) => grade === 'assumed' && settings !== undefined && setting in settings,
	);
}
