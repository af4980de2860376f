import { isSplittable, splitMessages } from '../batching/chunks';
import { toJob, type Job, type PendingItem } from './pending';

/** Returns two halves of the items, each to be sent on its own. @param items at least two */
export function bisect(
	{ sourceId }: Job,
	items: readonly PendingItem[],
	more?: Partial<Job>,
): Job[] {
	const middle = Math.ceil(items.length / 2);
	const halves = [items.slice(0, middle), items.slice(middle)];
	return halves.filter((half) => half.length > 0).map((half) => toJob(sourceId, half, more));
}

/** Returns whether a job can go in smaller requests: by items, or by the messages of its only item. */
export function canBisect({ items }: Job): boolean {
	const [only] = items;
	return items.length > 1 || (only !== undefined && isSplittable(only.current.chunk));
}

/** Returns the smaller requests of a job that `canBisect`. */
export function smaller(
	job: Job,
	items: readonly PendingItem[] = job.items,
	more?: Partial<Job>,
): Job[] {
	const [only, ...others] = items;
	if (only === undefined) return [];
	if (others.length > 0) return bisect(job, items, more);
	return [toJob(job.sourceId, [splitItem(only)], more)];
}

/**
 * Returns the item with its current chunk split in two, which go one after the other and both keep
 * what is known of the sends so far.
 */
export function splitItem(pending: PendingItem): PendingItem {
	const { chunk, ...history } = pending.current;
	const [first, second] = splitMessages(chunk);
	return {
		...pending,
		current: { chunk: first, ...history },
		later: [{ chunk: second, ...history }, ...pending.later],
	};
}

/** Returns one item alone and the rest of the job; the rest is undefined if there is none. */
export function takeOne(job: Job, index: number): { one: PendingItem; rest: Job | undefined } {
	const one = job.items[index] as PendingItem;
	const others = job.items.filter((_, position) => position !== index);
	// What was known of the whole request does not hold for the rest.
	const rest = { ...job, items: others, halfOf: undefined, countedBefore: undefined };
	return { one, rest: others.length === 0 ? undefined : rest };
}
