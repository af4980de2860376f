/** A clock that jumps to the next event as soon as nothing else is to do. Times are in milliseconds. */
export class VirtualClock {
	now = 0;
	/** Sorted by time, then by the order in which they were set. */
	private readonly timers: { at: number; run: () => void }[] = [];

	wait(milliseconds: number): Promise<void> {
		return new Promise((resolve) => this.at(this.now + milliseconds, resolve));
	}

	at(time: number, run: () => void): void {
		const index = this.timers.findIndex((timer) => timer.at > time);
		this.timers.splice(index < 0 ? this.timers.length : index, 0, { at: time, run });
	}

	/** Lets time pass until the work is done. @throws when it waits for something that never comes */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const done = work.finally(() => (isDone = true));
		done.catch(() => undefined);
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (isDone) return await done;
			const timer = this.timers.shift();
			if (timer === undefined) throw new Error(`Nothing happens after ${this.now} ms`);
			this.now = Math.max(this.now, timer.at);
			timer.run();
		}
	}
}
