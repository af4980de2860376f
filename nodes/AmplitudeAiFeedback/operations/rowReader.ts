import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

type Values = Readonly<Record<string, unknown>>;

/** Reads the node's parameters row by row, through n8n's own expression engine. */
export class RowReader {
	private readonly raw = new Map<string, unknown>();

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
		const raw = this.rawOf(name);
		if (typeof raw === 'string' && !raw.startsWith('=')) return raw;
		return this.context.getNodeParameter(name, row, '');
	}

	/**
	 * A resource mapper's values for a row, by field name: as mapped by hand, or the row's own fields
	 * when it maps automatically.
	 *
	 * @throws ExpressionError when an expression fails
	 */
	mapped(name: string, row: number): Values {
		if (isAutomatic(this.rawOf(name))) return this.input[row]?.json ?? {};
		// Not validated by n8n: it would end the run where one row should be answered.
		const options = { skipValidation: true };
		const values: unknown = this.context.getNodeParameter(`${name}.value`, row, {}, options);
		return isObject(values) ? values : {};
	}

	/** A parameter as it is saved, its expressions unresolved; read once. */
	private rawOf(name: string): unknown {
		if (!this.raw.has(name)) {
			const options = { rawExpressions: true };
			this.raw.set(name, this.context.getNodeParameter(name, 0, '', options));
		}
		return this.raw.get(name);
	}
}

function isAutomatic(raw: unknown): boolean {
	return isObject(raw) && raw.mappingMode === 'autoMapInputData';
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
