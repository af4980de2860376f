/** Time and memory over rows, drawn by Vega. */
import * as vega from 'vega';
import { NOTHING, type SettingResult } from './results.mts';

interface Point {
	way: string;
	rows: number;
	seconds: number;
	megabytes: number;
}

const WIDTH = 360;
const HEIGHT = 260;

/** @param results of settings that differ in their rows alone @returns an SVG */
export async function plot(results: readonly SettingResult[]): Promise<string> {
	const points = results.flatMap(({ setting: { rows }, ways }) =>
		ways.flatMap(({ way, median }): Point[] =>
			median === undefined || way === NOTHING
				? []
				: [{ way, rows, seconds: median.duration / 1_000, megabytes: median.peak / 1e6 }],
		),
	);
	const view = new vega.View(vega.parse(specification(points)), { renderer: 'none' });
	return await view.toSVG();
}

function specification(points: Point[]): vega.Spec {
	return {
		background: 'white',
		padding: 10,
		layout: { columns: 2, padding: 40 },
		config: { axis: { gridColor: '#e5e7eb', labelFontSize: 11, titleFontSize: 12 } },
		data: [{ name: 'points', values: points }],
		scales: [
			{
				name: 'color',
				type: 'ordinal',
				domain: { data: 'points', field: 'way' },
				range: { scheme: 'category10' },
			},
		],
		legends: [
			{ stroke: 'color', symbolType: 'stroke', orient: 'right', title: 'Way', labelLimit: 0 },
		],
		marks: [panel('seconds', 'Time of the nodes (s)'), panel('megabytes', 'Peak memory (MB)')],
	};
}

function panel(field: 'seconds' | 'megabytes', title: string): vega.GroupMark {
	return {
		type: 'group',
		encode: { update: { width: { value: WIDTH }, height: { value: HEIGHT } } },
		scales: [
			{ name: 'x', type: 'log', domain: { data: 'points', field: 'rows' }, range: [0, WIDTH] },
			{
				name: 'y',
				type: 'log',
				domain: { data: 'points', field },
				range: [HEIGHT, 0],
				nice: true,
			},
		],
		axes: [
			{ orient: 'bottom', scale: 'x', title: 'Rows', grid: true, format: ',d', tickCount: 3 },
			{ orient: 'left', scale: 'y', title, grid: true, format: '~g', tickCount: 4 },
		],
		marks: [
			{
				type: 'group',
				from: { facet: { name: 'line', data: 'points', groupby: 'way' } },
				marks: [
					{
						type: 'line',
						from: { data: 'line' },
						sort: { field: 'datum.rows' },
						encode: {
							enter: {
								x: { scale: 'x', field: 'rows' },
								y: { scale: 'y', field },
								stroke: { scale: 'color', field: 'way' },
								// It is drawn first; others that take as long would hide it.
								strokeWidth: { signal: "datum.way === 'this node' ? 6 : 2" },
							},
						},
					},
					{
						type: 'symbol',
						from: { data: 'line' },
						encode: {
							enter: {
								x: { scale: 'x', field: 'rows' },
								y: { scale: 'y', field },
								fill: { scale: 'color', field: 'way' },
								size: { value: 30 },
							},
						},
					},
				],
			},
		],
	};
}
