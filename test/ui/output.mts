import { expect, type Locator } from '@playwright/test';

/** What the output of the open node shows. */
export interface Output {
	readonly columns: string[];
	readonly rows: string[][];
}

/** Runs the open node. */
export async function executeStep(panel: Locator): Promise<void> {
	await panel.getByTestId('node-execute-button').click();
}

/** Reads the output as a table. */
export async function outputTable(panel: Locator): Promise<Output> {
	const output = panel.getByTestId('output-panel');
	await output.getByTestId('radio-button-table').click();
	const table = output.locator('table');
	await expect(table).toBeVisible();
	const columns = await table.locator('thead th').allInnerTexts();
	const rows = await table.locator('tbody tr').all();
	const cells = await Promise.all(rows.map((row) => row.locator('td[data-col]').allInnerTexts()));
	const trimmed = (texts: string[]) => texts.map((text) => text.trim());
	// The last column only takes up the space that is left.
	return { columns: trimmed(columns).filter((name) => name !== ''), rows: cells.map(trimmed) };
}

/** Locates the hints above the output. */
export function outputHints(panel: Locator): Locator {
	return panel.getByTestId('output-panel').getByTestId('node-hint');
}
