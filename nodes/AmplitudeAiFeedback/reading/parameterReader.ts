import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { FieldName } from '../mapping/feedbackItem';
import { compileFieldPath, MISSING, readFieldPath } from './fieldPath';
import { property } from '../mapping/messages';
import { RowError } from '../mapping/rowError';
import { isDateTime } from '../mapping/time';

type Values = Readonly<Record<string, unknown>>;
type Read = (row: number) => unknown;

/** A resource mapper, ready to be read. */
interface Mapper {
	values(row: number): Values;
	field(field: FieldName, row: number): unknown;
}

/** Text without expressions in it, though it is in the parameter's expression mode. */
const TEXT_ONLY = /^=[^{}\\]+$/;
/** What JavaScript makes of an object in the middle of a text. */
const OBJECT_AS_TEXT = '[object Object]';

/**
 * Reads the node's parameters row by row: fixed texts and plain paths directly, everything else
 * through n8n's expression engine.
 */
export class ParameterReader {
	private readonly values = new Map<string, Read>();
	private readonly mappers = new Map<string, Mapper>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly input: readonly INodeExecutionData[],
	) {}

	/** A parameter that is the same for all rows. */
	runParameter(name: string): unknown {
		return this.context.getNodeParameter(name, 0, undefined);
	}

	/**
	 * A parameter's value for a row.
	 *
	 * @throws ExpressionError when its expression fails, RowProblem when it makes text of an object
	 */
	rowParameter(name: string, row: number): unknown {
		let read = this.values.get(name);
		if (read === undefined) {
			read = this.compile(name, this.rawParameter(name));
			this.values.set(name, read);
		}
		return read(row);
	}

	/**
	 * A resource mapper's values for a row, by field name: as mapped by hand, or the row's own fields
	 * when it maps automatically.
	 *
	 * @throws ExpressionError when an expression fails, RowProblem when one makes text of an object
	 */
	mappedFields(name: string, row: number): Values {
		return this.mapper(name).values(row);
	}

	/** One of a resource mapper's values. @throws as `mapped` does */
	mappedField(name: string, field: FieldName, row: number): unknown {
		return this.mapper(name).field(field, row);
	}

	/** A parameter as it is saved, its expressions unresolved. */
	rawParameter(name: string): unknown {
		return this.context.getNodeParameter(name, 0, '', { rawExpressions: true });
	}

	private mapper(name: string): Mapper {
		let mapper = this.mappers.get(name);
		if (mapper === undefined) {
			mapper = this.compileMapper(name, this.rawParameter(name));
			this.mappers.set(name, mapper);
		}
		return mapper;
	}

	private compileMapper(name: string, saved: unknown): Mapper {
		if (isObject(saved) && saved.mappingMode === 'autoMapInputData') {
			const values = (row: number) => this.input[row]?.json ?? {};
			return { values, field: (field, row) => property(values(row), field) };
		}
		const byField = isObject(saved) && isObject(saved.value) ? saved.value : {};
		const fields = Object.entries(byField).map(([field, text]) => ({
			field,
			read: this.compile(`${name}.value.${field}`, text),
		}));
		return {
			values(row) {
				const values: Record<string, unknown> = {};
				for (const { field, read } of fields) values[field] = read(row);
				return values;
			},
			field: (name, row) => fields.find(({ field }) => field === name)?.read(row),
		};
	}

	private compile(name: string, saved: unknown): Read {
		if (typeof saved !== 'string' || !saved.startsWith('=')) return () => saved;
		const evaluate: Read = (row) => this.evaluate(name, saved, row);
		if (TEXT_ONLY.test(saved)) return verified(() => saved.slice(1), evaluate);
		const path = compileFieldPath(saved);
		if (path === undefined) return evaluate;
		return verified((row) => readFieldPath(this.input[row]?.json, path), evaluate);
	}

	private evaluate(name: string, saved: string, row: number): unknown {
		// Not validated by n8n: it would end the run where one row should be answered.
		const options = { skipValidation: true };
		const value: unknown = this.context.getNodeParameter(name, row, '', options);
		// As n8n itself does for times within a resource mapper.
		if (isDateTime(value)) return value.toString();
		if (typeof value !== 'string' || !value.includes(OBJECT_AS_TEXT)) return value;
		// Feedback may well be about such a text on some page: then the row itself holds it.
		const isQuoted = (saved + JSON.stringify(this.input[row]?.json)).includes(OBJECT_AS_TEXT);
		if (!isQuoted) throw new RowError({ kind: 'objectInText', text: saved.slice(1) });
		return value;
	}
}

/**
 * A direct reading that is trusted once it has given what n8n's engine gives, on the first row that
 * has a value. So what a version of n8n forbids or reads in its own way is left to it.
 */
function verified(read: Read, evaluate: Read): Read {
	let isTrusted: boolean | undefined;
	return (row) => {
		const value = isTrusted === false ? MISSING : read(row);
		if (value === MISSING) return evaluate(row);
		if (isTrusted) return value;
		const evaluated = evaluate(row);
		isTrusted = isSame(value, evaluated);
		return evaluated;
	};
}

function isSame(one: unknown, other: unknown): boolean {
	if (typeof one !== 'object') return Object.is(one, other);
	return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
