/** Medians of interleaved runs, and ratios between ways. */
import { median } from '../shared/median.mts';
import type { Measurement, Outcome } from './measure.mts';
import type { Setting } from './settings.mts';
import type { Way } from './ways.mts';

export const FLOOR = 'undici, rows mapped before';
export const LIMIT = 'JSON.stringify alone';
/** What n8n itself needs. */
export const NOTHING = 'nothing sent' satisfies Way;
export type Measured = Way | typeof FLOOR | typeof LIMIT;

/** All runs of a way in one setting. */
export interface WayResult {
	way: Measured;
	runs: Outcome[];
	/** Of the runs that finished; absent if none did. */
	median?: Measurement;
	/** Why the first run that did not finish stopped. */
	stopped?: string;
}

export interface SettingResult {
	setting: Setting;
	ways: WayResult[];
}

export function summarised(way: Measured, runs: Outcome[]): WayResult {
	const finished = runs.filter((run): run is Measurement => !('stopped' in run));
	const stopped = runs.find((run) => 'stopped' in run)?.stopped;
	const median = finished.length > 0 ? medianOf(finished) : undefined;
	return { way, runs, ...(median && { median }), ...(stopped !== undefined && { stopped }) };
}

/** How many times as long, or as much, one way takes as another in the same setting. */
export function ratio(
	{ ways }: SettingResult,
	one: Measured,
	other: Measured,
	what: keyof Measurement,
): number | undefined {
	const of = (name: Measured) => ways.find(({ way }) => way === name)?.median?.[what];
	const [above, below] = [of(one), of(other)];
	return above === undefined || below === undefined ? undefined : above / below;
}

function medianOf(runs: Measurement[]): Measurement {
	const of = (what: keyof Measurement) => median(runs.map((run) => run[what] ?? 0));
	return {
		duration: of('duration'),
		...(runs.every(({ again }) => again !== undefined) && { again: of('again') }),
		cpu: of('cpu'),
		peak: of('peak'),
		requests: of('requests'),
		bytes: of('bytes'),
		connections: of('connections'),
	};
}
