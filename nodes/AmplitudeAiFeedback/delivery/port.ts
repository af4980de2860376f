import type { Reply } from './apiResponse';

/** Injected side effects, so that tests need neither clock nor network. */
export interface Port {
	/** Sends one request; a failure is a reply too, never an exception. */
	send(body: Buffer): Promise<Reply>;
	/** Waits; ends early when the execution is cancelled or `isOver` says so. */
	sleep(milliseconds: number, isOver: () => boolean): Promise<void>;
	/** Milliseconds of a clock that never jumps. */
	now(): number;
	/** Time of day: milliseconds since 1970. */
	date(): number;
	/** From 0 to 1. */
	random(): number;
	isCancelled(): boolean;
	/** Hides keys in a text of the API. */
	redact(text: string): string;
}
