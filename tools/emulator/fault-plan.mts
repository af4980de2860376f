import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';
import { describeZodError } from './zod-error.mts';
import { MAX_DELAY_MS } from './settings.mts';

const ms = z.number().int().min(0).max(MAX_DELAY_MS);
const count = z.number().int().min(0);
const status = z.number().int().min(200).max(599);

const match = z
	.object({
		/** Carries an item or a part with this id, or with one of these. */
		uniqueId: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
		sourceId: z.string().optional(),
		/** Carries more items than this. */
		itemsOver: count.optional(),
		/** Its body has more bytes than this. */
		bytesOver: count.optional(),
		/** More requests than this are in flight, itself included. */
		inFlightOver: count.optional(),
		/** Hits with this probability, drawn from a generator started with `seed`. */
		probability: z.number().min(0).max(1).optional(),
		seed: z.number().int().default(1),
	})
	.strict();

const common = {
	/** What records call the fault; its kind where left out. */
	name: z.string().min(1).max(100).optional(),
	on: z.enum(['ingest', 'events-list', 'any']).default('ingest'),
	match: match.default({}),
	/** How many requests it hits before it is spent. */
	times: z.union([z.number().int().min(1), z.literal('always')]).default(1),
	/** How many matching requests it lets pass first. */
	skip: count.default(0),
	/** Wait before the response (or the reset ...), in ms; a pair is a range to draw from. */
	delayMs: z.union([ms, z.tuple([ms, ms])]).default(0),
};

/**
 * When the store changes. `before`: never, the fault comes first; `after`: at once, before the
 * fault; `late`: `commitDelayMs` after the fault, as behind a gateway that gave up waiting.
 */
function commitTime(usual: 'before' | 'after') {
	return { when: z.enum(['before', 'after', 'late']).default(usual), commitDelayMs: ms.default(0) };
}

/** A header's value; `{dateInMs: 2000}` is the HTTP date (whole seconds) two seconds from now. */
const headerValue = z.union([
	z.string(),
	z.number(),
	z.object({ dateInMs: z.number().int() }).strict(),
]);

const headers = z
	.record(headerValue)
	.default({})
	.superRefine((given, context) => {
		for (const [name, value] of Object.entries(given)) {
			try {
				validateHeaderName(name);
				validateHeaderValue(name, typeof value === 'object' ? '' : String(value));
			} catch (error) {
				const message = error instanceof Error ? error.message : 'is no valid header';
				context.addIssue({ code: 'custom', path: [name], message });
			}
		}
	});

const bodyOf = { text: z.string().optional(), json: z.unknown().optional() };
const namedError = z
	.object({
		/** The id of an item or a part; where the request does not carry it, the entry is idle. */
		unique_id: z.string(),
		error: z.string().default('Refused by a fault'),
		/** For a part's id that several items share: the only item meant. Not part of the response. */
		item_id: z.string().optional(),
	})
	.strict();

const kinds = z.discriminatedUnion('kind', [
	/** Only `delayMs`. `before`: the store changes after the wait, even if the client has left. */
	z
		.object({
			...common,
			kind: z.literal('delay'),
			when: z.enum(['before', 'after']).default('after'),
		})
		.strict(),
	/** Another status; without text or json an `{error}` that says it is a fault. */
	z
		.object({
			...common,
			kind: z.literal('status'),
			status,
			headers,
			...bodyOf,
			...commitTime('before'),
		})
		.strict(),
	/** Another body, possibly incoherent; `patch` changes the counts the API would have given. */
	z
		.object({
			...common,
			kind: z.literal('response'),
			status: status.optional(),
			headers,
			...bodyOf,
			patch: z
				.object({
					ingestedBy: z.number().int().default(0),
					failedBy: z.number().int().default(0),
					errors: z.array(z.unknown()).default([]),
				})
				.strict()
				.optional(),
			...commitTime('after'),
		})
		.strict(),
	/** The connection is reset (RST). `arrival`: as soon as the head of the request is there. */
	z
		.object({
			...common,
			kind: z.literal('reset'),
			when: z.enum(['arrival', 'before', 'after', 'late']).default('before'),
			commitDelayMs: ms.default(0),
		})
		.strict(),
	/** No response, ever; with `afterHeaders` the headers come and the body does not. */
	z
		.object({
			...common,
			kind: z.literal('stall'),
			afterHeaders: z.boolean().default(false),
			...commitTime('before'),
		})
		.strict(),
	/** The true response, `chunkBytes` every `everyMs`, after `padBytes` of white space. */
	z
		.object({
			...common,
			kind: z.literal('trickle'),
			chunkBytes: count.min(1).default(1),
			everyMs: ms.default(100),
			padBytes: count.max(10_000_000).default(0),
			...commitTime('after'),
		})
		.strict(),
	/** White space, `chunkBytes` every `everyMs`, without end. */
	z
		.object({
			...common,
			kind: z.literal('endless'),
			chunkBytes: count.min(1).max(1_000_000).default(1024),
			everyMs: ms.default(10),
			...commitTime('after'),
		})
		.strict(),
	/** A web page, as from a proxy or a login wall. */
	z
		.object({
			...common,
			kind: z.literal('html'),
			status: status.default(200),
			...commitTime('before'),
		})
		.strict(),
	/** No body. */
	z
		.object({
			...common,
			kind: z.literal('empty'),
			status: status.default(200),
			...commitTime('before'),
		})
		.strict(),
	/** The true response cut short: its JSON (`body`), or the connection under it (`connection`). */
	z
		.object({
			...common,
			kind: z.literal('truncated'),
			cut: z.enum(['body', 'connection']).default('body'),
			/** Bytes that are kept; half of them where left out. */
			keepBytes: count.optional(),
			...commitTime('after'),
		})
		.strict(),
	z
		.object({
			...common,
			kind: z.literal('redirect'),
			status: z.number().int().min(300).max(399).default(302),
			/** The default is a page of the emulator with status 200. */
			location: z.string().min(1).default('/login'),
			...commitTime('before'),
		})
		.strict(),
	/** Some items (or parts) fail and are not stored; the others are. */
	z
		.object({
			...common,
			kind: z.literal('errors'),
			errors: z.array(namedError).default([]),
			/** Items that fail without an entry: the last so many, or these ids. */
			unnamed: z.union([count, z.array(z.string())]).default(0),
			status: status.optional(),
		})
		.strict(),
]);

const plan = kinds.superRefine((given, context) => {
	const complain = (path: string, message: string) =>
		context.addIssue({ code: 'custom', path: [path], message });
	if ('commitDelayMs' in given && given.commitDelayMs > 0 && given.when !== 'late') {
		complain('commitDelayMs', 'only goes with "when": "late"');
	}
	if (Array.isArray(given.delayMs) && given.delayMs[0] > given.delayMs[1]) {
		complain('delayMs', 'the first of the pair must be the smaller one');
	}
	if (given.kind === 'delay' && given.delayMs === 0) complain('delayMs', 'is required');
	if (given.kind === 'errors' && given.errors.length === 0) {
		const none = typeof given.unnamed === 'number' ? given.unnamed === 0 : !given.unnamed.length;
		if (none) complain('errors', 'needs an entry here or in "unnamed"');
	}
	if ('text' in given && given.text !== undefined && given.json !== undefined) {
		complain('text', 'goes without "json"');
	}
	if (given.kind === 'reset' && given.when === 'arrival') {
		const { uniqueId, sourceId, itemsOver, bytesOver } = given.match;
		if ([uniqueId, sourceId, itemsOver, bytesOver].some((value) => value !== undefined)) {
			complain('match', 'cannot look into the body with "when": "arrival"');
		}
	}
});

/** A fault as a test or a user writes it. */
export type FaultPlan = z.input<typeof plan>;
/** A fault with every default filled in. */
export type Fault = z.output<typeof plan>;
/** The fault of one kind. */
export type FaultOf<K extends Fault['kind']> = Extract<Fault, { kind: K }>;

/**
 * Checks a plan, or a list of them.
 * @throws Error with a readable message that names the first wrong places.
 */
export function parsePlans(given: unknown): Fault[] {
	const parsed = z
		.array(plan)
		.min(1)
		.safeParse(Array.isArray(given) ? given : [given]);
	if (!parsed.success) throw new Error(`Bad fault plan: ${describeZodError(parsed.error)}`);
	return parsed.data;
}
