import { parseTemplate } from './parse';
import { type Read, type Sources, templateReader } from './read';
import { MISSING } from './syntax';
import { Trace } from './trace';

/**
 * Makes the function that reads a parameter in expression mode: directly where the node knows n8n's
 * meaning, and through n8n's engine for everything else.
 *
 * Each kind of value is first compared with what the engine reads. So whatever a version of n8n forbids
 * or reads differently is left to its engine.
 *
 * @param text as saved in the workflow, for example `=ticket-{{ $json.id }}`
 * @param evaluate asks n8n's engine
 */
export function directReader(text: string, sources: Sources, evaluate: Read): Read {
	const template = parseTemplate(text);
	if (template === undefined) return evaluate;
	const trace = new Trace();
	const read = templateReader(template, sources, trace);
	let isTrusted = true;
	return (row) => {
		if (!isTrusted) return evaluate(row);
		trace.startRow();
		const value = read(row);
		if (value === MISSING) return evaluate(row);
		if (trace.isConfirmed) return value;
		const evaluated = evaluate(row);
		isTrusted = isSame(value, evaluated);
		trace.confirmRow();
		return evaluated;
	};
}

function isSame(one: unknown, other: unknown): boolean {
	if (typeof one !== 'object') return Object.is(one, other);
	return JSON.stringify(one) === JSON.stringify(other);
}
