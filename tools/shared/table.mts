/** A table for the terminal: numbers to the right, all else to the left, a line under the heading. */
export interface Column {
	readonly title: string;
	readonly align: 'left' | 'right';
}

function line(cells: readonly string[], columns: readonly Column[], widths: readonly number[]) {
	return cells
		.map((cell, index) =>
			columns[index]!.align === 'right'
				? cell.padStart(widths[index]!)
				: cell.padEnd(widths[index]!),
		)
		.join('  ')
		.trimEnd();
}

/** Lays out rows under their headings. The last row is set apart as the sum of the others. */
export function table(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>): string {
	const titles = columns.map(({ title }) => title);
	const widths = columns.map((_, index) =>
		Math.max(...[titles, ...rows].map((cells) => cells[index]!.length)),
	);
	const rule = widths.map((width) => '─'.repeat(width)).join('  ');
	const lines = [titles, ...rows].map((cells) => line(cells, columns, widths));
	return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join('\n');
}
