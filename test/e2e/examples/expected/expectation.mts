import type { IDataObject } from 'n8n-workflow';

/** What has to be seen when an example runs as it is, with nothing but the credential chosen. */
export interface Expectation {
	/** The example that has to run before it, on the same source. */
	readonly after?: string;
	/** The node it starts from. */
	readonly start: string;
	/** The rows that are pinned, by node. */
	readonly pinned: Readonly<Record<string, readonly IDataObject[]>>;
	/** What the source holds afterwards. */
	readonly items: readonly unknown[];
	/** Statuses of the rows that leave our nodes by their main output. */
	readonly statuses: Readonly<Record<string, readonly string[]>>;
	/** How many rows come to each end: usually, and when the API refuses every text. */
	readonly ends: Readonly<Record<string, readonly [usual: number, refused: number]>>;
	/** What is said at an end, usually. */
	readonly messages?: Readonly<Record<string, readonly RegExp[]>>;
	/** Expressions that differ from those in `docs/mapping.md`. */
	readonly ownExpressions?: readonly string[];
}

/** An id that was made from content. */
export const GENERATED = /^gen-[0-9a-f]{32}$/;

/** So many rows of the same status. */
export function times(count: number, status: string): string[] {
	return Array<string>(count).fill(status);
}
