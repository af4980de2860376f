const controller = new AbortController();

/** Aborted once the user has asked to stop; from then on nothing new is started. */
export const interruption: AbortSignal = controller.signal;

/** The user asked to stop. */
export class Interrupted extends Error {
	constructor() {
		super('Interrupted.');
		this.name = 'Interrupted';
	}
}

/** Makes every later start of work fail, so that what is under way unwinds. */
export function interrupt(): void {
	controller.abort(new Interrupted());
}
