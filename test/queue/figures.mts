import type { Emulator } from '../../tools/emulator/server.mts';
import { allRows } from './batches.mts';
import type { Recovery } from './lost-worker.mts';
import { sourceId } from './workflow.mts';

/** How often each item came to the API. */
export function countSends(api: Emulator): ReadonlyMap<string, number> {
	const sends = new Map<string, number>();
	for (const id of api.requests.flatMap(({ itemIds }) => itemIds)) {
		sends.set(id, (sends.get(id) ?? 0) + 1);
	}
	return sends;
}

/** Sums up in words what has happened. */
export function figures(recovery: Recovery, api: Emulator): string {
	const { activeWhenKilled, first, failed, storedAfterFirst, second, times } = recovery;
	const number = (value: number) => value.toLocaleString('en');
	const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
	const again = [...countSends(api).values()].filter((sends) => sends > 1).length;
	const held = api.store.items(sourceId).length;
	return [
		`${first.length} executions, ${number(allRows.length)} rows; a worker killed with ${activeWhenKilled.length} executions under way.`,
		`  Ended after ${seconds(times.first)}, ${failed.length} of them lost; the API held ${number(storedAfterFirst.size)} items.`,
		`  ${second.length} executions run again in ${seconds(times.second)}; the API holds ${number(held)} items,`,
		`  in ${number(api.requests.length)} requests; ${number(again)} items came twice.`,
	].join('\n');
}
