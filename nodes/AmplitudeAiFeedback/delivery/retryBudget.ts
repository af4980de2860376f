/**
 * How long a run may put up with trouble: the time from a failed request to the next accepted one,
 * added up over the run. A healthy run never touches it, however long it takes.
 */
export class RetryBudget {
	private spent = 0;
	private troubleSince: number | undefined;

	/** @param limit in milliseconds */
	constructor(private readonly limit: number) {}

	/** @param now in milliseconds */
	trouble(now: number): void {
		this.troubleSince ??= now;
	}

	/** @param now in milliseconds */
	success(now: number): void {
		if (this.troubleSince === undefined) return;
		this.spent += now - this.troubleSince;
		this.troubleSince = undefined;
	}

	/** Whether something that takes this long, in milliseconds, would end within the budget. */
	allows(duration: number, now: number): boolean {
		const open = this.troubleSince === undefined ? 0 : now - this.troubleSince;
		return this.spent + open + duration <= this.limit;
	}
}
