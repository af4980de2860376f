import type { FailedSize } from './pending';

/**
 * What size the API takes, learned from 413 and from requests that fail while both of their halves
 * pass. Whether it counts bytes or items is not known, so both of the smallest refused request count.
 */
export class SizeLimit {
	private largestAccepted = 0;
	private smallestRefused: FailedSize | undefined;
	private readonly acceptedHalves = new WeakMap<FailedSize, number>();

	/** @param bytes of an accepted request's body @param halfOf the failed request it is a half of */
	accepted(bytes: number, halfOf: FailedSize | undefined): void {
		this.largestAccepted = Math.max(this.largestAccepted, bytes);
		// What is accepted now was not refused for its size.
		if (this.smallestRefused && bytes >= this.smallestRefused.bytes) {
			this.smallestRefused = undefined;
		}
		if (halfOf === undefined) return;
		const halves = (this.acceptedHalves.get(halfOf) ?? 0) + 1;
		this.acceptedHalves.set(halfOf, halves);
		if (halves === 2) this.refused(halfOf.items, halfOf.bytes);
	}

	/** @param bytes of the body of a request that was too large */
	refused(items: number, bytes: number): void {
		if (this.smallestRefused && this.smallestRefused.bytes <= bytes) return;
		// A request of one item is refused for its bytes, which says nothing about the number of items.
		this.smallestRefused = { items: items === 1 ? Infinity : items, bytes };
	}

	/** Returns whether a request of this size would be refused, as far as can be told. */
	excludes(items: number, bytes: number): boolean {
		const refused = this.smallestRefused;
		if (refused === undefined || bytes <= this.largestAccepted) return false;
		// As many items that are much shorter say nothing: one long item may have been at fault.
		const isAlike = items >= refused.items && bytes * 2 >= refused.bytes;
		return bytes >= refused.bytes || isAlike;
	}
}
