import { z } from 'zod';
import { faultKinds } from './fault-kinds.mts';
import { describeZodError } from './zod-error.mts';

export type { FaultTarget } from './fault-kinds.mts';

type ParsedKind = z.output<typeof faultKinds>;
type Complain = (path: string, message: string) => void;

const plan = faultKinds
	.superRefine((given, context) => {
		const complain: Complain = (path, message) =>
			context.addIssue({ code: 'custom', path: [path], message });
		checkTimes(given, complain);
		checkKind(given, complain);
	})
	.transform((given) => {
		const isTimed = given.window !== undefined || given.lastsMs !== undefined;
		return { ...given, times: given.times ?? (isTimed ? ('always' as const) : 1) };
	});

function checkTimes(given: ParsedKind, complain: Complain): void {
	if ('commitDelayMs' in given && given.commitDelayMs > 0 && given.when !== 'late') {
		complain('commitDelayMs', 'only goes with "when": "late"');
	}
	if (Array.isArray(given.delayMs) && given.delayMs[0] > given.delayMs[1]) {
		complain('delayMs', 'the first of the pair must be the smaller one');
	}
	if (given.window !== undefined && given.window.fromMs >= given.window.toMs) {
		complain('window', 'must end after it begins');
	}
	if (given.kind === 'delay' && given.delayMs === 0) complain('delayMs', 'is required');
}

function checkKind(given: ParsedKind, complain: Complain): void {
	if ('text' in given && given.text !== undefined && given.json !== undefined) {
		complain('text', 'goes without "json"');
	}
	if (given.kind === 'errors') checkErrors(given, complain);
	if (given.kind === 'refuse') checkRefusal(given, complain);
	const isBeforeBody =
		given.kind === 'refuse' || (given.kind === 'reset' && given.when === 'arrival');
	const { uniqueId, pattern, sourceId, itemsOver, bytesOver } = given.match;
	const looksIntoBody = [uniqueId, pattern, sourceId, itemsOver, bytesOver].some(
		(value) => value !== undefined,
	);
	if (isBeforeBody && looksIntoBody) {
		complain('match', 'cannot look into the body before it is read');
	}
}

function checkErrors(given: Extract<ParsedKind, { kind: 'errors' }>, complain: Complain): void {
	const isEmpty = (target: typeof given.unnamed) =>
		typeof target === 'number' ? target === 0 : Array.isArray(target) && target.length === 0;
	if (given.errors.length === 0 && isEmpty(given.unnamed) && isEmpty(given.dropped)) {
		complain('errors', 'needs an entry here, in "unnamed" or in "dropped"');
	}
	if (
		given.errors.some(
			({ unique_id, pattern }) => (unique_id === undefined) === (pattern === undefined),
		)
	) {
		complain('errors', 'each needs either "unique_id" or "pattern"');
	}
}

/** Connections are refused before there is a request, so that only the clock can start and end it. */
function checkRefusal({ window, lastsMs, skip, times }: ParsedKind, complain: Complain): void {
	if ((window === undefined) === (lastsMs === undefined)) {
		complain('window', 'needs either this or "lastsMs"');
	}
	if (skip > 0) complain('skip', 'does not go with "refuse"');
	if (times !== undefined) complain('times', 'does not go with "refuse"');
}

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
