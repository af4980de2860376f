/** What is measured: sizes, bodies, response times and n8n versions. */
import type { Bodies } from './rows.mts';
import { defaultN8nVersion, n8nVersions } from '../editor/n8n/versions.mts';

/** The conditions under which all ways are compared. */
export interface Setting {
	n8n: string;
	rows: number;
	bodies: Bodies;
	/** The API's response time, in ms. */
	delay: number;
}

const MAIN: Setting = { n8n: defaultN8nVersion, rows: 10_000, bodies: 'small', delay: 50 };

/** One dimension at a time is changed from 10,000 small rows, 50 ms and the newest n8n. */
export const SETTINGS: readonly Setting[] = [
	MAIN,
	{ ...MAIN, rows: 1_000 },
	{ ...MAIN, rows: 100_000 },
	{ ...MAIN, delay: 0 },
	{ ...MAIN, delay: 200 },
	{ ...MAIN, bodies: 'medium' },
	{ ...MAIN, rows: 1_000, bodies: 'mixed' },
	...n8nVersions.slice(1).map((n8n) => ({ ...MAIN, n8n })),
];

/** Enough to see that everything runs. */
export const SMOKE: readonly Setting[] = [{ ...MAIN, rows: 300 }];

/** Whether n8n's own share is measured too, and repeated runs in the same n8n. */
export function isThorough(setting: Setting): boolean {
	return [MAIN, ...SMOKE].some((one) => describeSetting(one) === describeSetting(setting));
}

/** Whether responses take so long that more requests at a time are worth it. */
export function isSlow(setting: Setting): boolean {
	const [smoke] = SMOKE;
	return setting.delay >= 200 || setting === smoke;
}

/** @example 10,000 small rows, responses after 50 ms, n8n 2.41.1 */
export function describeSetting({ n8n, rows, bodies, delay }: Setting): string {
	return `${rows.toLocaleString('en-US')} ${bodies} rows, responses after ${delay} ms, n8n ${n8n}`;
}
