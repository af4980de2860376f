import fc from 'fast-check';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { itemId, partId } from './random-feedback.mts';

/** What the names of faults begin with that hit any row. */
export const OUTAGE = 'outage:';

/** When a fault strikes: before the store is changed, after it, or so that it changes later. */
const moment = fc.oneof(
	fc.constant({ when: 'before' as const }),
	fc.constant({ when: 'after' as const }),
	fc
		.integer({ min: 1, max: 60 })
		.map((commitDelayMs) => ({ when: 'late' as const, commitDelayMs })),
);
const patience = fc.constantFrom<Record<string, string>[]>({}, {}, { 'retry-after': '0' });

/** Responses that are not valid, and requests to come again. */
const transient: fc.Arbitrary<FaultPlan> = fc.oneof(
	fc
		.tuple(fc.constantFrom(500, 502, 503, 504, 408, 425), patience, moment)
		.map(([status, headers, at]): FaultPlan => ({ kind: 'status', status, headers, ...at })),
	// A request that is told to slow down was not let in: nothing is stored then.
	patience.map((headers): FaultPlan => ({ kind: 'status', status: 429, headers })),
	moment.map((at): FaultPlan => ({ kind: 'reset', ...at })),
	moment.map((at): FaultPlan => ({ kind: 'html', ...at })),
	fc
		.tuple(fc.constantFrom(200, 204), moment)
		.map(([status, at]): FaultPlan => ({ kind: 'empty', status, ...at })),
	fc
		.tuple(fc.constantFrom('body' as const, 'connection' as const), moment)
		.map(([cut, at]): FaultPlan => ({ kind: 'truncated', cut, ...at })),
	fc
		.tuple(fc.constantFrom(301, 302, 307, 308), moment)
		.map(([status, at]): FaultPlan => ({ kind: 'redirect', status, ...at })),
	fc
		.tuple(fc.constantFrom<unknown[]>(null, [], {}, 'ok', { ingested: 1 }), moment)
		.map(([json, at]): FaultPlan => ({ kind: 'response', status: 200, json, ...at })),
);

/** Odd, but valid responses. */
const oddity: fc.Arbitrary<FaultPlan> = fc.oneof(
	fc
		.tuple(fc.constantFrom('before' as const, 'after' as const), fc.integer({ min: 1, max: 60 }))
		.map(([when, delayMs]): FaultPlan => ({ kind: 'delay', when, delayMs })),
	fc.constantFrom<FaultPlan[]>(
		{ kind: 'response', patch: { ingestedBy: 1 } },
		{ kind: 'trickle', everyMs: 1, chunkBytes: 5 },
	),
);

/** Responses that outlast a timeout of a second. */
const silence: fc.Arbitrary<FaultPlan> = fc.oneof(
	fc
		.tuple(fc.boolean(), fc.constantFrom('before' as const, 'after' as const))
		.map(([afterHeaders, when]): FaultPlan => ({ kind: 'stall', afterHeaders, when })),
	fc.constantFrom<FaultPlan[]>(
		{ kind: 'delay', when: 'before', delayMs: 1_300 },
		{ kind: 'delay', when: 'after', delayMs: 1_300 },
		{ kind: 'endless', everyMs: 20 },
		{ kind: 'trickle', everyMs: 100, padBytes: 50 },
	),
);

const skip = fc.oneof(fc.constant(0), fc.nat({ max: 6 }));
const ids = fc.uniqueArray(fc.nat({ max: 15 }).map(itemId), { minLength: 1, maxLength: 3 });

/** Refusals, of everything or of whatever carries certain rows. */
const refusal: fc.Arbitrary<FaultPlan> = fc
	.tuple(
		fc.constantFrom(400, 400, 413, 422),
		fc.oneof(
			fc.constant({ times: 1 }),
			ids.map((uniqueId) => ({ times: 'always' as const, match: { uniqueId } })),
			fc
				.constantFrom({ itemsOver: 1 }, { itemsOver: 5 }, { bytesOver: 900 })
				.map((match) => ({ times: 'always' as const, match })),
		),
		skip,
	)
	.map(([status, hits, skipped]): FaultPlan => ({
		kind: 'status',
		status,
		json: { error: 'Refused by a fault' },
		skip: hits.times === 1 ? skipped : 0,
		...hits,
	}));

const times = fc.constantFrom(1, 1, 1, 'always' as const);
const status = fc.constantFrom(undefined, 207, 400, 422);

/** Single items and parts that fail, by name or without one: whichever come last only once, the same ones always. */
const failures: fc.Arbitrary<FaultPlan> = fc
	.tuple(
		fc.oneof(
			ids.map((named) => ({ errors: named.map((unique_id) => ({ unique_id })) })),
			fc.nat({ max: 9 }).map((number) => ({ errors: [{ unique_id: partId(number) }] })),
			fc.integer({ min: 1, max: 3 }).map((unnamed) => ({ unnamed })),
			ids.map((unnamed) => ({ unnamed })),
			ids.map((unnamed) => ({ unnamed, errors: [{ unique_id: itemId(16) }] })),
		),
		times,
		status,
	)
	.map(([what, often, code]): FaultPlan => ({
		kind: 'errors',
		...what,
		times: often,
		...(code !== undefined && { status: code }),
	}));

/** What stops a run. */
const fatal: fc.Arbitrary<FaultPlan> = fc
	.tuple(fc.constantFrom(401, 403, 404, 405, 409), skip)
	.map(([code, skipped]): FaultPlan => ({
		kind: 'status',
		status: code,
		skip: skipped,
		times: 'always',
	}));

const passing = fc
	.tuple(fc.oneof({ weight: 4, arbitrary: transient }, { weight: 1, arbitrary: oddity }), skip)
	.chain(([plan, skipped]) =>
		fc.constantFrom(1, 1, 1, 1, 2).map((hits): FaultPlan => ({
			...plan,
			name: `${OUTAGE} ${plan.kind}`,
			skip: skipped,
			times: hits,
		})),
	);

const lasting = fc
	.tuple(
		fc.oneof({ weight: 2, arbitrary: transient }, { weight: 1, arbitrary: silence }),
		skip,
		fc.constantFrom(1, 5, 'always' as const),
		fc.oneof(
			fc.constant({}),
			ids.map((uniqueId) => ({ uniqueId })),
			fc.integer().map((seed) => ({ probability: 0.4, seed })),
		),
	)
	.map(([plan, skipped, hits, match]): FaultPlan => ({
		...plan,
		name: 'uniqueId' in match ? plan.kind : `${OUTAGE} ${plan.kind}`,
		skip: skipped,
		times: hits,
		match,
	}));

/** Faults that end by themselves, soon: in the end every row that the API takes has to arrive. */
export const passingFaults = fc.array(passing, { maxLength: 2 });

/** Anything that is over soon, or that repeating does not help against. */
export const refusingFaults = fc
	.tuple(
		passingFaults,
		fc.array(
			fc.oneof(
				{ weight: 6, arbitrary: refusal },
				{ weight: 6, arbitrary: failures },
				{ weight: 1, arbitrary: fatal },
			),
			{ minLength: 1, maxLength: 3 },
		),
	)
	.chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length }));

/** Anything at all, for a run with a small budget. */
export const lastingFaults = fc
	.tuple(refusingFaults, fc.array(lasting, { minLength: 1, maxLength: 2 }))
	.chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: 1 }));
