import { startEmulator, type Emulator } from '../emulator/server.mts';
import type { Figures } from './scenarios/scenario.mts';

/** Longest text the API takes in a body; the documentation has such an error and no number. */
const maxBodyLength = 10_000;

/**
 * Starts the emulated API for the scenarios.
 *
 * @param port 0 takes any free one
 */
export async function startFeedbackApi(port = 0): Promise<Emulator> {
	return await startEmulator({ maxBodyLength, port });
}

/** The requests that came for a source, and what the source now holds. */
export function countSent(
	api: Emulator,
	sourceId: string,
): Pick<Figures, 'requests' | 'items' | 'messages'> {
	const held = api.store.counts().find(({ source_id }) => source_id === sourceId);
	return {
		requests: api.requests.filter((request) => request.sourceId === sourceId).length,
		items: held?.items ?? 0,
		messages: held?.parts ?? 0,
	};
}
