/** This many failures in a row count as an outage. */
const FAILURES_OF_AN_OUTAGE = 2;

/**
 * Whether the API works, told by different requests: while some pass, a failing request is itself at
 * fault; when none does, it is an outage.
 */
export class ApiHealth {
	private failuresInARow = 0;
	private probesInARow = 0;
	private lastAcceptedSentAt = -Infinity;
	deniedInARow = 0;

	get isOutage(): boolean {
		return this.failuresInARow >= FAILURES_OF_AN_OUTAGE;
	}

	/** How often the outage was probed without success. */
	get failedProbes(): number {
		return this.probesInARow;
	}

	/** Notes a request that failed with an error that retrying may fix. */
	failed(): void {
		if (this.isOutage) this.probesInARow++;
		this.failuresInARow++;
	}

	/** Notes any response about the request itself: the API is reachable. */
	responded(): void {
		this.failuresInARow = 0;
		this.probesInARow = 0;
	}

	/** @param sentAt when the accepted request was sent */
	accepted(sentAt: number): void {
		this.responded();
		this.deniedInARow = 0;
		this.lastAcceptedSentAt = Math.max(this.lastAcceptedSentAt, sentAt);
	}

	/** Returns whether a request sent at this moment or later was accepted. */
	hasAcceptedSince(sentAt: number): boolean {
		return this.lastAcceptedSentAt >= sentAt;
	}
}
