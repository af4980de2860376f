import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from './fault-queue.mts';

/** How often a port is tried again that another program took while it was closed, every 50 ms. */
const MOST_TRIES = 100;

/** The port of a running server, which can refuse connections for some time. */
export class Listener implements Connections {
	readonly #server: Server;
	readonly #timers = new Set<NodeJS.Timeout>();
	#port = 0;
	/** Refusals that have begun and not ended. */
	#refusals = 0;
	#opening: Promise<void> = Promise.resolve();

	constructor(server: Server) {
		this.#server = server;
	}

	refuse(fromMs: number, toMs: number): void {
		this.#after(fromMs, () => {
			if (this.#refusals++ === 0) this.#close();
		});
		this.#after(toMs, () => {
			if (--this.#refusals === 0) this.#open();
		});
	}

	/** @inheritdoc Resolves when the port is open. */
	async restore(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		if (this.#refusals > 0) this.#open();
		this.#refusals = 0;
		await this.#opening;
	}

	#close(): void {
		this.#port = (this.#server.address() as AddressInfo | null)?.port ?? this.#port;
		this.#server.close();
	}

	#open(): void {
		this.#opening = this.#listen();
		// Whoever needs the port meets the error; without a handler Node would end the process.
		this.#opening.catch(() => undefined);
	}

	async #listen(): Promise<void> {
		for (let tries = 1; ; tries++) {
			try {
				this.#server.listen(this.#port, '127.0.0.1');
				await once(this.#server, 'listening');
				return;
			} catch (error) {
				if (tries === MOST_TRIES) throw error;
				await sleep(50);
			}
		}
	}

	#after(delayMs: number, act: () => void): void {
		if (delayMs === 0) return act();
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			act();
		}, delayMs);
		this.#timers.add(timer);
	}
}
