import { startEmulator, type Emulator } from '../emulator/server.mts';

/** Longest text the API takes in a body; the documentation has such an error and no number. */
const maxBodyLength = 10_000;

/** What a source has received. */
export interface SentFeedback {
	readonly requests: number;
	readonly items: number;
	readonly parts: number;
}

/** Starts the emulated API for the workflows. */
export async function startFeedbackApi(): Promise<Emulator> {
	return await startEmulator({ maxBodyLength });
}

/** The requests that came for a source, and what the source now holds. */
export function countSent(api: Emulator, sourceId: string): SentFeedback {
	const held = api.store.counts().find(({ source_id }) => source_id === sourceId);
	return {
		requests: api.requests.filter((request) => request.sourceId === sourceId).length,
		items: held?.items ?? 0,
		parts: held?.parts ?? 0,
	};
}
