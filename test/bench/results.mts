/** Medians of interleaved runs, and ratios between ways. */
import type { Measurement, Outcome } from './measure.mts';
import type { Setting } from './matrix.mts';
import type { Way } from './ways.mts';

export const FLOOR = 'undici, rows mapped before';
export const LIMIT = 'JSON.stringify alone';
export type Measured = Way | typeof FLOOR | typeof LIMIT;

/** All runs of a way in one setting. */
export interface WayResult {
	way: Measured;
	runs: Outcome[];
	/** Of the runs that finished; missing when none did. */
	median?: Measurement;
	/** Where the first run that did not finish stopped. */
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
	const of = (what: keyof Measurement) => median(runs.map((run) => run[what]));
	return {
		duration: of('duration'),
		cpu: of('cpu'),
		peak: of('peak'),
		requests: of('requests'),
		bytes: of('bytes'),
		connections: of('connections'),
	};
}

/** @param values at least one */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return ((low as number) + (high as number)) / 2;
}
