import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';
import { MAX_DELAY_MS, refusalShape } from './settings.mts';

const ms = z.number().int().min(0).max(MAX_DELAY_MS);
const count = z.number().int().min(0);
const status = z.number().int().min(200).max(599);

/** A regular expression, as text. */
export const pattern = z.string().superRefine((given, context) => {
	try {
		new RegExp(given, 'u');
	} catch (error) {
		const message = error instanceof Error ? error.message : 'is not a regular expression';
		context.addIssue({ code: 'custom', message });
	}
});

const match = z
	.object({
		/** Carries an item or a part with this id, or with one of these. */
		uniqueId: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
		/** Carries an item or a part whose `unique_id` or `body` matches this regular expression. */
		pattern: pattern.optional(),
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

/** A time of an outage, in ms after the first request that came since the plan was added. */
const window = z.object({ fromMs: ms.default(0), toMs: ms }).strict();

const common = {
	/** What records call the fault; its kind where left out. */
	name: z.string().min(1).max(100).optional(),
	on: z.enum(['ingest', 'events-list', 'any']).default('ingest'),
	match: match.default({}),
	/** How many requests it hits before it is spent; `always` with `window` or `lastsMs`, otherwise 1. */
	times: z.union([z.number().int().min(1), z.literal('always')]).optional(),
	/** How many matching requests it lets pass first. */
	skip: count.default(0),
	/** Hits only in this time. */
	window: window.optional(),
	/** Hits only within this many ms of its first hit. */
	lastsMs: ms.min(1).optional(),
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
				const message = error instanceof Error ? error.message : 'is not a valid header';
				context.addIssue({ code: 'custom', path: [name], message });
			}
		}
	});

const bodyOf = { text: z.string().optional(), json: z.unknown().optional() };

const namedError = z
	.object({
		/** The id of an item or a part; where the request does not carry it, the entry is idle. */
		unique_id: z.string().optional(),
		/** In its place: all items and parts whose `unique_id` or `body` matches. */
		pattern: pattern.optional(),
		error: z.string().default('Refused by a fault'),
		/** For a part's id that several items share: the only item meant. Not part of the response. */
		item_id: z.string().optional(),
	})
	.strict();

/** The last `n` items, or the items and parts with these ids, or those that match a pattern. */
const target = z.union([count, z.array(z.string()), z.object({ pattern }).strict()]);

/** Items and parts that a fault is about. */
export type FaultTarget = z.output<typeof target>;

function kind<K extends string, F extends z.ZodRawShape>(name: K, fields: F) {
	return z.object({ ...common, kind: z.literal(name), ...fields }).strict();
}

/** Every kind of fault with its fields and their defaults. */
export const faultKinds = z.discriminatedUnion('kind', [
	/** Only `delayMs`. `before`: the store changes after the wait, even if the client has left. */
	kind('delay', { when: z.enum(['before', 'after']).default('after') }),
	/**
	 * Another status; without `text` or `json` the `reason`, in the shape of the setting
	 * `refusalShape` or in its own.
	 */
	kind('status', {
		status,
		headers,
		...bodyOf,
		reason: z.string().optional(),
		shape: refusalShape.optional(),
		...commitTime('before'),
	}),
	/** Another body, possibly incoherent; `patch` changes the counts the API would have given. */
	kind('response', {
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
	}),
	/** The connection is reset (RST). `arrival`: as soon as the head of the request is there. */
	kind('reset', {
		when: z.enum(['arrival', 'before', 'after', 'late']).default('before'),
		commitDelayMs: ms.default(0),
	}),
	/**
	 * New connections are refused in the time of `window`, or for `lastsMs` from now on; requests on
	 * open ones are reset.
	 */
	kind('refuse', {}),
	/** No response, ever; with `afterHeaders` the headers come and the body does not. */
	kind('stall', { afterHeaders: z.boolean().default(false), ...commitTime('before') }),
	/** The true response, `chunkBytes` every `everyMs`, after `padBytes` of white space. */
	kind('trickle', {
		chunkBytes: count.min(1).default(1),
		everyMs: ms.default(100),
		padBytes: count.max(10_000_000).default(0),
		...commitTime('after'),
	}),
	/** White space, `chunkBytes` every `everyMs`, without end. */
	kind('endless', {
		chunkBytes: count.min(1).max(1_000_000).default(1024),
		everyMs: ms.default(10),
		...commitTime('after'),
	}),
	/** A web page, as from a proxy, a firewall or a login wall. */
	kind('html', { status: status.default(200), ...commitTime('before') }),
	/** No body. */
	kind('empty', { status: status.default(200), ...commitTime('before') }),
	/** The true response cut short: its JSON (`body`), or the connection under it (`connection`). */
	kind('truncated', {
		cut: z.enum(['body', 'connection']).default('body'),
		/** Bytes that are kept; half of them where left out. */
		keepBytes: count.optional(),
		...commitTime('after'),
	}),
	kind('redirect', {
		status: z.number().int().min(300).max(399).default(302),
		/** The default is a page of the emulator with status 200. */
		location: z.string().min(1).default('/login'),
		...commitTime('before'),
	}),
	/** Some items (or parts) fail and are not stored; the others are. */
	kind('errors', {
		errors: z.array(namedError).default([]),
		/** Those that fail without an entry. */
		unnamed: target.default(0),
		/** Those that are neither stored nor counted. */
		dropped: target.default(0),
		status: status.optional(),
	}),
]);
