import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
	/** Time between two looks, in ms. */
	readonly every?: number;
	/** How long to look at most, in ms. */
	readonly within: number;
	/** Message of the error thrown then. */
	readonly failure: () => string;
}

/**
 * Looks again and again, until there is something to see.
 *
 * @param look returns `undefined` or `false` as long as there is not
 * @returns what it saw
 */
export async function poll<T>(
	look: () => T | Promise<T>,
	{ every = 100, within, failure }: PollOptions,
): Promise<Exclude<Awaited<T>, undefined | false>> {
	for (const began = Date.now(); Date.now() - began < within; await sleep(every)) {
		const seen = await look();
		if (seen !== undefined && seen !== false) {
			return seen as Exclude<Awaited<T>, undefined | false>;
		}
	}
	throw new Error(failure());
}
