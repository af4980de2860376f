/** The results as Markdown tables. */
import { markdownTable } from '../shared/markdown-table.mts';
import { describeSetting } from './settings.mts';
import { NOTHING, ratio, type Measured, type SettingResult, type WayResult } from './results.mts';

const HEAD = [
	'way',
	'time',
	'again',
	'rows/s',
	'requests',
	'sent',
	'connections',
	'peak memory',
	'CPU',
	'this node takes',
];

/** One table a setting. */
export function toMarkdown(results: readonly SettingResult[]): string {
	return results.map(tableOf).join('\n\n');
}

function tableOf(result: SettingResult): string {
	const rows = result.ways.map((way) => rowOf(result, way));
	return `**${describeSetting(result.setting)}** (${runsOf(result)})\n\n${markdownTable(HEAD, rows)}`;
}

/** @example medians of 3 runs */
function runsOf({ ways }: SettingResult): string {
	const rounds = Math.max(...ways.map(({ runs }) => runs.length));
	return rounds === 1 ? 'one run' : `medians of ${rounds} runs`;
}

function rowOf(result: SettingResult, { way, median, stopped, runs }: WayResult): string[] {
	if (median === undefined)
		return [way, `stopped: ${stopped ?? ''}`, ...HEAD.slice(2).map(() => '')];
	const partly = stopped === undefined ? '' : ` (${runs.length} runs, one stopped: ${stopped})`;
	return [
		way + partly,
		seconds(median.duration),
		median.again === undefined ? '' : seconds(median.again),
		way === NOTHING
			? ''
			: Math.round((result.setting.rows / median.duration) * 1000).toLocaleString('en-US'),
		median.requests.toLocaleString('en-US'),
		megabytes(median.bytes),
		median.connections.toLocaleString('en-US'),
		megabytes(median.peak),
		seconds(median.cpu),
		comparison(result, way),
	];
}

/** Time and memory of this node as a share of another way's. */
function comparison(result: SettingResult, way: Measured): string {
	if (way === 'this node') return '';
	const time = ratio(result, 'this node', way, 'duration');
	const again = ratio(result, 'this node', way, 'again');
	const memory = ratio(result, 'this node', way, 'peak');
	if (time === undefined || memory === undefined) return '';
	const ofMemory = `${memory.toFixed(2)} of its memory`;
	if (way === NOTHING) return ofMemory;
	const faster = time < 0.95 ? ` (${(1 / time).toFixed(1)} times as fast)` : '';
	const ofAgain = again === undefined ? '' : `, again ${again.toFixed(2)}`;
	return `${time.toFixed(2)} of its time${faster}${ofAgain}, ${ofMemory}`;
}

function seconds(milliseconds: number): string {
	return milliseconds < 1_000
		? `${milliseconds.toFixed(0)} ms`
		: `${(milliseconds / 1_000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
	return bytes < 1e7 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e6).toFixed(0)} MB`;
}
