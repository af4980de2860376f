/** How many executions are started at once, and how many rows each of them has. */
const batchCount = 20;
export const rowsPerBatch = 5_000;

/** One row, as it comes in. */
export interface SurveyRow {
	readonly id: string;
	readonly text: string;
}

/** The rows of one execution; no two executions share an id. */
export interface Batch {
	readonly number: number;
	readonly rows: readonly SurveyRow[];
}

function row(number: number, index: number): SurveyRow {
	const id = `form-${number}-answer-${index + 1}`;
	return { id, text: `Answer ${index + 1} to form ${number}: the export takes too many clicks.` };
}

/** Makes batches of this many rows each. */
export function makeBatches(count: number, rows: number): Batch[] {
	return Array.from({ length: count }, (_, number) => ({
		number,
		rows: Array.from({ length: rows }, (__, index) => row(number, index)),
	}));
}

/** All that is to arrive. */
export const batches: readonly Batch[] = makeBatches(batchCount, rowsPerBatch);

/** The rows of all batches. */
export const allRows: readonly SurveyRow[] = batches.flatMap(({ rows }) => rows);

/** The number of the batch an item is from. */
export function batchOf(id: string): number {
	return Number(/^form-(\d+)-/.exec(id)?.[1]);
}
