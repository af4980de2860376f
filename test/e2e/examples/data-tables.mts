/** Data tables of n8n, as the editor makes and shows them. */
import { z } from 'zod';
import type { N8nRest } from '../../../tools/editor/n8n/rest.mts';

/** The columns of a table, and their types. */
export type Columns = Readonly<Record<string, 'string' | 'boolean'>>;

const idSchema = z.object({ id: z.string() });
const rowsSchema = z.object({ data: z.array(z.record(z.unknown())) });

async function pathOf({ send }: N8nRest): Promise<string> {
	const project = idSchema.parse(await send('GET', '/projects/personal'));
	return `/projects/${project.id}/data-tables`;
}

/** Makes a table with these columns; returns its ID. */
export async function createDataTable(
	rest: N8nRest,
	name: string,
	columns: Columns,
): Promise<string> {
	const types = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
	const table = await rest.send('POST', await pathOf(rest), { name, columns: types });
	return idSchema.parse(table).id;
}

/** Adds a row to a table by hand. */
export async function addRow(
	rest: N8nRest,
	table: string,
	row: Readonly<Record<string, string>>,
): Promise<void> {
	await rest.send('POST', `${await pathOf(rest)}/${table}/insert`, {
		data: [row],
		returnType: 'count',
	});
}

/** Returns the rows of a table. */
export async function rowsOf(
	rest: N8nRest,
	table: string,
): Promise<Array<Record<string, unknown>>> {
	return rowsSchema.parse(await rest.send('GET', `${await pathOf(rest)}/${table}/rows`)).data;
}
