import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

type Values = Readonly<Record<string, unknown>>;

/** Reads the node's parameters row by row, through n8n's own expression engine. */
export class RowReader {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly input: readonly INodeExecutionData[],
	) {}

	/** A parameter that is the same for all rows. */
	setting(name: string): unknown {
		return this.context.getNodeParameter(name, 0, undefined);
	}

	/** A parameter's value for a row. @throws ExpressionError when its expression fails */
	value(name: string, row: number): unknown {
		return this.context.getNodeParameter(name, row, '');
	}

	/**
	 * A resource mapper's values for a row, by field name: as mapped by hand, or the row's own fields
	 * when it maps automatically.
	 *
	 * @throws ExpressionError when an expression fails
	 */
	mapped(name: string, row: number): Values {
		const raw = this.context.getNodeParameter(name, 0, {}, { rawExpressions: true });
		if (isAutomatic(raw)) return this.input[row]?.json ?? {};
		// Not validated by n8n: it would end the run where one row should be answered.
		const options = { skipValidation: true };
		const values: unknown = this.context.getNodeParameter(`${name}.value`, row, {}, options);
		return isObject(values) ? values : {};
	}
}

function isAutomatic(raw: unknown): boolean {
	return isObject(raw) && raw.mappingMode === 'autoMapInputData';
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
