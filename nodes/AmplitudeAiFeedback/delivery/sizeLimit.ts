/**
 * What the API takes, learned from its answers: a request that must be too large is not sent at all.
 * Whether it counts bytes or items is not known, so both of the smallest refused request count.
 */
export class SizeLimit {
	private largestAccepted = 0;
	private smallestRefused: { items: number; bytes: number } | undefined;

	/** @param bytes of an accepted request's body */
	accepted(bytes: number): void {
		this.largestAccepted = Math.max(this.largestAccepted, bytes);
		// What is accepted now was not refused for its size.
		if (this.smallestRefused && bytes >= this.smallestRefused.bytes) {
			this.smallestRefused = undefined;
		}
	}

	/** @param bytes of the body of a request that was answered with 413 */
	refused(items: number, bytes: number): void {
		if (this.smallestRefused && this.smallestRefused.bytes <= bytes) return;
		// A request of one item is refused for its bytes, so those say nothing about how many items go.
		this.smallestRefused = { items: items === 1 ? Infinity : items, bytes };
	}

	/** Whether a request of this size would be refused, as far as can be told. */
	excludes(items: number, bytes: number): boolean {
		const refused = this.smallestRefused;
		if (refused === undefined || bytes <= this.largestAccepted) return false;
		// As many items that are much shorter say nothing: one long item may have been at fault.
		const isAlike = items >= refused.items && bytes * 2 >= refused.bytes;
		return bytes >= refused.bytes || isAlike;
	}
}
