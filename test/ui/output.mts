import type { Locator } from '@playwright/test';
import { byTestId } from './editor.mts';

/** What the output of the open node shows. */
export interface Output {
	readonly columns: string[];
	readonly rows: string[][];
}

/** Runs the open node. */
export async function executeStep(panel: Locator): Promise<void> {
	await byTestId(panel, 'node-execute-button').click();
}

/** Reads the table of the output, as it is shown. */
export async function outputTable(panel: Locator): Promise<Output> {
	const output = byTestId(panel, 'output-panel');
	await byTestId(output, 'radio-button-table').click();
	const table = output.locator('table');
	const columns = await table.locator('thead th').allInnerTexts();
	const rows = await table.locator('tbody tr').all();
	const cells = await Promise.all(rows.map((row) => row.locator('td[data-col]').allInnerTexts()));
	const trimmed = (texts: string[]) => texts.map((text) => text.trim());
	// The last column only takes up the space that is left.
	return { columns: trimmed(columns).filter((name) => name !== ''), rows: cells.map(trimmed) };
}

/** The hints above the output. */
export async function outputHints(panel: Locator): Promise<string[]> {
	return await byTestId(byTestId(panel, 'output-panel'), 'node-hint').allInnerTexts();
}
