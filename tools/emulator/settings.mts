import { z } from 'zod';
import { describeZodError } from './zod-error.mts';

const status = z.number().int().min(200).max(599);
const count = z.number().int().min(0);

/** The longest time a setting or a fault may last: the largest delay Node's timers take, in ms. */
export const MAX_DELAY_MS = 2 ** 31 - 1;
const ms = count.max(MAX_DELAY_MS);

const server = {
	port: count.max(65_535).default(0).describe('port on 127.0.0.1; 0 takes any free one'),
	apiKey: z
		.string()
		.min(1)
		.default('emulator-api-key')
		.describe('the user name of the Basic auth it accepts'),
	secretKey: z
		.string()
		.min(1)
		.default('emulator-secret-key')
		.describe('the password of the Basic auth it accepts'),
};

const requests = {
	sourceIds: z
		.array(z.string().min(1))
		.min(1)
		.nullable()
		.default(null)
		.describe('the only source IDs it knows; with none it knows every one'),
	maxBytes: count
		.min(1)
		.default(5_000_000)
		.describe('the documented "5 MB" of a request in bytes; 5242880 if MB means MiB'),
	maxBodyLength: count
		.min(1)
		.nullable()
		.default(null)
		.describe('longest body of an item or message in characters; a longer one fails its item'),
	createdAt: z
		.enum(['iso', 'any'])
		.default('iso')
		.describe('created_at must be ISO 8601 with Z or an offset (iso), or is any text (any)'),
	invalidItem: z
		.enum(['request', 'item'])
		.default('request')
		.describe('an item of the wrong shape refuses the whole request, or fails alone'),
	badPartFails: z
		.enum(['item', 'part'])
		.default('item')
		.describe('a message that cannot be stored fails its whole item, or only itself'),
};

const counting = {
	ingestedCounts: z
		.enum(['items', 'items-and-parts'])
		.default('items')
		.describe('what "ingested" counts; parts are messages'),
	unchangedItems: z
		.enum(['counted', 'ignored'])
		.default('counted')
		.describe('whether "ingested" counts an item that was stored with the same values before'),
	failedCounts: z
		.enum(['entries', 'items'])
		.default('entries')
		.describe('"failed" is the number of entries in "errors", or of items that failed'),
};

const statuses = {
	statusIngested: status.default(200).describe('HTTP status where every item is ingested'),
	statusPartlyFailed: status.default(200).describe('HTTP status where "failed" is above 0'),
	statusBadKeys: status.default(401).describe('HTTP status for wrong or missing keys'),
	statusBadRequest: status
		.default(400)
		.describe('HTTP status for a body that is no JSON or breaks a rule'),
	statusWrongContentType: status
		.default(415)
		.describe('HTTP status for a Content-Type other than application/json'),
	statusTooLarge: status.default(413).describe('HTTP status for a request over maxBytes'),
	statusUnknownSource: status
		.default(404)
		.describe('HTTP status for a source ID that is not in sourceIds'),
	statusThrottled: status.default(429).describe('HTTP status for a request over a quota'),
};

/** The shapes in which a refused request may have its reason. */
export const refusalShape = z.enum([
	'error',
	'message',
	'error-object',
	'errors-list',
	'detail',
	'title',
	'problem',
	'rails',
	'laravel',
	'express',
	'text',
	'empty',
]);

const responses = {
	wrapper: z
		.enum(['none', 'data', 'response', 'result'])
		.default('none')
		.describe('the property that holds the documented response'),
	countsAs: z
		.enum(['numbers', 'digits'])
		.default('numbers')
		.describe('"ingested" and "failed" are numbers, or texts of digits'),
	errorsField: z
		.enum(['list', 'null', 'missing', 'null-if-empty', 'missing-if-empty'])
		.default('list')
		.describe('what "errors" is: always a list, or null or missing (always, or without errors)'),
	partErrorNames: z
		.enum(['item', 'part', 'both'])
		.default('item')
		.describe("whose ID errors[].unique_id has for a bad message: its item's, its own, or both"),
	errorIds: z
		.enum([
			'exact',
			'trimmed',
			'lower-case',
			'nfc',
			'number',
			'prefixed',
			'null',
			'missing',
			'index',
			'unknown',
		])
		.default('exact')
		.describe(
			'how errors[].unique_id is written: exact; trimmed; lower-case; nfc (NFC-normalised); number ' +
				'(if it is one); prefixed (with "feedback:"); null; missing; index (the position of the item ' +
				'in place of the ID); unknown (an ID that was not sent)',
		),
	errorText: z
		.enum(['error', 'message', 'object', 'list', 'missing'])
		.default('error')
		.describe(
			'where errors[] has its text: in error; in message; error is {code, message} (object) or ' +
				'[text] (list); missing',
		),
	entriesPerError: count
		.min(1)
		.max(10)
		.default(1)
		.describe('how often "errors" repeats each entry; "failed" counts it once'),
	furtherFields: z
		.boolean()
		.default(false)
		.describe('adds fields that the documentation does not have to responses and to errors[]'),
	byteOrderMark: z
		.boolean()
		.default(false)
		.describe('begins responses with counts with a byte order mark (U+FEFF)'),
	refusalShape: refusalShape
		.default('error')
		.describe(
			'where a refused request has its reason: {error}; {message}; {error: {code, message}} ' +
				'(error-object); {errors: [text]} (errors-list); {detail}; {title}; application/problem+json ' +
				'(problem); the validation errors of Rails, Laravel, or express-validator; plain text; nowhere',
		),
};

const limits = {
	quotaRequests: count
		.min(1)
		.nullable()
		.default(null)
		.describe('requests allowed in each window of quotaWindowMs'),
	quotaWindowMs: ms.min(1).default(60_000).describe('length of the window of quotaRequests in ms'),
	tokensPerSecond: z
		.number()
		.positive()
		.nullable()
		.default(null)
		.describe('requests allowed a second, as tokens that refill a bucket'),
	tokenBucketSize: count.min(1).default(1).describe('tokens that the bucket holds'),
	maxRequestsInFlight: count
		.min(1)
		.nullable()
		.default(null)
		.describe('requests allowed at the same time'),
	throttleRetryAfter: z
		.enum(['none', 'seconds', 'date'])
		.default('none')
		.describe('the Retry-After of a throttled request'),
};

const speed = {
	responseDelayMs: ms.default(0).describe('wait before every response of the API, in ms'),
	msPerItem: ms
		.default(0)
		.describe('time the API needs to store one item, in ms; it goes on if the client leaves'),
	lineBytesPerSecond: count
		.min(1)
		.nullable()
		.default(null)
		.describe('speed at which requests come in, all together, in bytes a second'),
	cutAboveBytes: count
		.nullable()
		.default(null)
		.describe('a gateway resets the connection after this many bytes of a request'),
};

const settingsSchema = z
	.object({
		...server,
		...requests,
		...counting,
		...statuses,
		...responses,
		...limits,
		...speed,
	})
	.strict();

/** Every setting of the emulator. */
export type EmulatorSettings = z.output<typeof settingsSchema>;
/** The name of a setting. */
export type SettingName = keyof EmulatorSettings;

/** What the command line and the docs tell about a setting. */
export interface SettingHelp {
	text: string;
	/** What the value is: `status`, `ms` ...; undefined for a switch. */
	value: string | undefined;
	/** The allowed values of a choice. */
	choices: string[] | undefined;
}

/** The names of all settings, in the order of the help. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as SettingName[];

/** Describes one setting. */
export function describeSetting(name: SettingName): SettingHelp {
	const schema = settingsSchema.shape[name];
	const inner = schema.removeDefault();
	const choices = inner instanceof z.ZodEnum ? [...inner.options] : undefined;
	const value = inner instanceof z.ZodBoolean ? undefined : valueName(name, choices !== undefined);
	return { text: schema.description ?? '', value, choices };
}

function valueName(name: SettingName, isChoice: boolean): string {
	if (isChoice) return 'choice';
	if (name === 'sourceIds') return 'id,id';
	if (name.startsWith('status')) return 'status';
	if (name.endsWith('Key')) return 'key';
	return /Ms$|^ms/.test(name) ? 'ms' : 'number';
}

/**
 * The settings with defaults filled in.
 * @throws Error with a readable message where a value is not allowed or a name is unknown.
 */
export function parseSettings(given: Partial<EmulatorSettings>): EmulatorSettings {
	const parsed = settingsSchema.safeParse(given);
	if (!parsed.success) throw new Error(`Bad setting: ${describeZodError(parsed.error)}`);
	return parsed.data;
}

const changeable = settingsSchema.omit({ port: true }).partial();

/**
 * Changes settings of a running emulator in place; all but the port can change.
 * @throws Error with a readable message; nothing is changed then.
 */
export function changeSettings(settings: EmulatorSettings, change: unknown): void {
	const parsed = changeable.safeParse(change);
	if (!parsed.success) throw new Error(`Bad setting: ${describeZodError(parsed.error)}`);
	Object.assign(settings, parsed.data);
}
