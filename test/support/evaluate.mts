import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fromEngine } from '../../tools/shared/realm.mts';
import { parameter, probeNode } from './probe-nodes.mts';
import { type EngineRun, runNode } from '../../tools/engine/harness.mts';

/** What became of one expression on one row. */
export type Evaluated = { value: unknown } | { error: string };

/**
 * What n8n makes of a text, expression or not, as a field of an object parameter (a resource mapper,
 * a collection), for each row: there n8n turns Luxon's dates into ISO strings, others it leaves.
 */
export async function evaluate(
	text: string,
	rows: IDataObject[],
	more: Pick<EngineRun, 'upstream' | 'timezone'> = {},
): Promise<Evaluated[]> {
	const results: Evaluated[] = [];
	const node = probeNode(
		async (context) => {
			for (const item of context.getInputData().keys()) {
				try {
					const fields = context.getNodeParameter('fields', item) as INodeParameters;
					results.push({ value: fromEngine(fields.field) });
				} catch (error) {
					results.push({ error: (error as Error).message });
				}
			}
			return [];
		},
		[parameter('fields', { type: 'collection', default: {}, options: [parameter('field')] })],
	);
	await runNode({ node, rows, parameters: { fields: { field: text } }, ...more });
	return results;
}
