import type { EmulatorSettings } from './settings.mts';

/** Throttling by the settings' quotas: requests in a window, a second, and at the same time. */
export class RequestQuota {
	#windowEnd = 0;
	#usedInWindow = 0;
	#tokens = Infinity;
	#refilledAt = 0;
	#inFlight = 0;

	/**
	 * Admits a request, which then has to be released, or returns the ms until the next one may be
	 * admitted. Requests that are not admitted use no quota.
	 */
	admit(settings: EmulatorSettings): number | undefined {
		const now = performance.now();
		const waitMs = Math.max(
			this.#waitForSlot(settings),
			this.#waitForWindow(settings, now),
			this.#waitForToken(settings, now),
		);
		if (waitMs > 0) return waitMs;
		this.#inFlight++;
		this.#usedInWindow++;
		this.#tokens--;
		return undefined;
	}

	/** Ends an admitted request. */
	release(): void {
		this.#inFlight--;
	}

	#waitForSlot({ maxRequestsInFlight }: EmulatorSettings): number {
		const isFull = maxRequestsInFlight !== null && this.#inFlight >= maxRequestsInFlight;
		// When a slot becomes free is not known; a second is what APIs usually say.
		return isFull ? 1_000 : 0;
	}

	/** The window begins with its first request. */
	#waitForWindow({ quotaRequests, quotaWindowMs }: EmulatorSettings, now: number): number {
		if (now >= this.#windowEnd) {
			this.#windowEnd = now + quotaWindowMs;
			this.#usedInWindow = 0;
		}
		const isUsedUp = quotaRequests !== null && this.#usedInWindow >= quotaRequests;
		return isUsedUp ? this.#windowEnd - now : 0;
	}

	#waitForToken({ tokensPerSecond, tokenBucketSize }: EmulatorSettings, now: number): number {
		const perMs = (tokensPerSecond ?? Infinity) / 1_000;
		const refilled = this.#tokens + (now - this.#refilledAt) * perMs;
		this.#tokens = Math.min(tokenBucketSize, refilled);
		this.#refilledAt = now;
		return tokensPerSecond !== null && this.#tokens < 1 ? (1 - this.#tokens) / perMs : 0;
	}
}

/** One line that all requests share: each piece waits until those before it are through. */
export class SharedLine {
	#freeAt = 0;

	/** Takes a part of this many bytes. @returns the time in ms until it is through */
	carry(bytes: number, bytesPerSecond: number): number {
		const now = performance.now();
		this.#freeAt = Math.max(now, this.#freeAt) + (bytes / bytesPerSecond) * 1_000;
		return this.#freeAt - now;
	}
}
