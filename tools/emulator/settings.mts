import { z } from 'zod';
import { describeZodError } from './zod-error.mts';

const status = z.number().int().min(200).max(599);
const count = z.number().int().min(0);

/** How long a timer may be: the largest delay Node's timers take, in ms. */
export const MAX_DELAY_MS = 2 ** 31 - 1;

const settingsSchema = z
	.object({
		port: z.number().int().min(0).max(65_535).default(0),
		apiKey: z.string().min(1).default('emulator-api-key'),
		secretKey: z.string().min(1).default('emulator-secret-key'),
		sourceIds: z.array(z.string().min(1)).min(1).nullable().default(null),
		maxBytes: count.min(1).default(5_000_000),
		maxBodyLength: count.min(1).nullable().default(null),
		createdAt: z.enum(['iso', 'any']).default('iso'),
		invalidItem: z.enum(['request', 'item']).default('request'),
		badPartFails: z.enum(['item', 'part']).default('item'),
		partErrorNames: z.enum(['item', 'part']).default('item'),
		ingestedCounts: z.enum(['items', 'items-and-parts']).default('items'),
		statusBadKeys: status.default(401),
		statusBadRequest: status.default(400),
		statusWrongContentType: status.default(415),
		statusTooLarge: status.default(413),
		statusUnknownSource: status.default(404),
		statusPartlyFailed: status.default(200),
		responseDelayMs: count.max(MAX_DELAY_MS).default(0),
	})
	.strict();

/** Every setting of the emulator; `SETTING_HELP` says what each one means. */
export type EmulatorSettings = z.output<typeof settingsSchema>;

/** What a setting means, for the CLI's help and for readers. */
export interface SettingHelp {
	/** True where the documentation is silent and the default is a guess. */
	assumed: boolean;
	/** The placeholder of the value in the help. */
	value: string;
	text: string;
}

/** One entry a setting, in the order of the help. */
export const SETTING_HELP: Record<keyof EmulatorSettings, SettingHelp> = {
	port: { assumed: false, value: 'number', text: 'port on 127.0.0.1; 0 takes any free one' },
	apiKey: { assumed: false, value: 'key', text: 'the user name of the Basic auth it accepts' },
	secretKey: { assumed: false, value: 'key', text: 'the password of the Basic auth it accepts' },
	sourceIds: {
		assumed: true,
		value: 'id,id',
		text: 'the only source ids it knows, separated by commas (default: every id is known)',
	},
	maxBytes: {
		assumed: true,
		value: 'bytes',
		text: 'the documented "5 MB" of a payload in bytes; 5242880 if MB means MiB',
	},
	maxBodyLength: {
		assumed: true,
		value: 'characters',
		text: 'longest body of an item or part; a longer one fails its item (default: no limit)',
	},
	createdAt: {
		assumed: true,
		value: 'rule',
		text: 'created_at must be ISO 8601 with Z or an offset (iso), or is any string (any)',
	},
	invalidItem: {
		assumed: true,
		value: 'scope',
		text: 'an item of the wrong shape refuses the whole request, or fails as one item',
	},
	badPartFails: {
		assumed: true,
		value: 'scope',
		text: 'a part that cannot be stored fails its whole item, or only itself',
	},
	partErrorNames: {
		assumed: true,
		value: 'whose',
		text: "errors[].unique_id for a bad part is its item's id, or the part's own",
	},
	ingestedCounts: { assumed: true, value: 'what', text: 'what "ingested" counts' },
	statusBadKeys: { assumed: true, value: 'status', text: 'HTTP status for wrong or missing keys' },
	statusBadRequest: {
		assumed: true,
		value: 'status',
		text: 'HTTP status for a body that is no JSON or breaks a rule',
	},
	statusWrongContentType: {
		assumed: true,
		value: 'status',
		text: 'HTTP status for a Content-Type other than application/json',
	},
	statusTooLarge: {
		assumed: true,
		value: 'status',
		text: 'HTTP status for a payload over --max-bytes',
	},
	statusUnknownSource: {
		assumed: true,
		value: 'status',
		text: 'HTTP status for a source id that is not in --source-ids',
	},
	statusPartlyFailed: {
		assumed: true,
		value: 'status',
		text: 'HTTP status of a response with "failed" above 0',
	},
	responseDelayMs: { assumed: false, value: 'ms', text: 'wait before every response of the API' },
};

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

/** The allowed values of a setting that is a choice, or undefined. */
export function choicesOf(key: keyof EmulatorSettings): string[] | undefined {
	const inner = settingsSchema.shape[key].removeDefault();
	return inner instanceof z.ZodEnum ? [...inner.options] : undefined;
}
