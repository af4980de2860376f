import { afterAll, beforeAll } from '@jest/globals';
import type { Session } from '../../tools/editor/session.mts';

/**
 * An n8n of this version for the tests of a block; started once for all of them, and stopped after the last.
 *
 * @param start starts it, with what else the tests need
 */
export function useStarted<T extends { readonly session: Session }>(
	version: string,
	start: (version: string) => Promise<T>,
): () => T {
	let started: T | undefined;
	beforeAll(async () => {
		started = await start(version);
	}, 240_000);
	afterAll(async () => {
		await started?.session.stop();
	});
	return () => {
		if (started === undefined) throw new Error(`n8n ${version} has not started yet`);
		return started;
	};
}
