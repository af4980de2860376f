import { MISSING } from './syntax';

/** What an expression calls to find an earlier node. */
type FindNode = (name: string) => { itemMatching(row: number): unknown };

/** Finds the items of earlier nodes that rows are paired with, by n8n's own search. */
export class PairedItems {
	private readonly lookups = new Map<string, (row: number) => unknown>();

	/** @param findNode gives the function `$` of n8n's expressions */
	constructor(private readonly findNode: () => FindNode) {}

	/** Returns what `$('node').item` is for a row; MISSING if n8n finds none, for its engine to say why. */
	find(node: string, row: number): unknown {
		let lookup = this.lookups.get(node);
		if (lookup === undefined) {
			lookup = this.createLookup(node);
			this.lookups.set(node, lookup);
		}
		return lookup(row);
	}

	/** One search serves all fields of a row. */
	private createLookup(node: string): (row: number) => unknown {
		let found: { row: number; item: unknown } | undefined;
		// `.itemMatching(row)` is `.item` of that row, and the same object can be asked for every row.
		const search = attempt(() => this.findNode()(node).itemMatching);
		return (row) => {
			if (search === MISSING) return MISSING;
			if (found?.row !== row) found = { row, item: attempt(() => search(row)) };
			return found.item;
		};
	}
}

function attempt<T>(search: () => T): T | typeof MISSING {
	try {
		return search();
	} catch {
		return MISSING;
	}
}
