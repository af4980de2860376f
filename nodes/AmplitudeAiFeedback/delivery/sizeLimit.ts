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
		this.smallestRefused = { items, bytes };
	}

	/** Whether a request of this size would be refused, as far as can be told. */
	excludes(items: number, bytes: number): boolean {
		if (this.smallestRefused === undefined || bytes <= this.largestAccepted) return false;
		return bytes >= this.smallestRefused.bytes || items >= this.smallestRefused.items;
	}
}
