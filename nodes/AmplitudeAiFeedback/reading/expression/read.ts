import {
	type Chain,
	type Expression,
	type Link,
	type Logical,
	MISSING,
	type Start,
	type Template,
} from './syntax';
import type { Trace } from './trace';
import { isJson, readProperty } from './values';

/** What expressions read from. */
export interface Sources {
	/** Returns a row's JSON. */
	json(row: number): unknown;
	/** Returns the item of an earlier node that a row is paired with, or MISSING. */
	pairedItem(node: string, row: number): unknown;
}

/** Reads a row's value. MISSING if only n8n's engine can. */
export type Read = (row: number) => unknown;

/**
 * Makes the function that reads a parameter, with n8n's meaning.
 *
 * @param trace is told what each row meets where
 */
export function templateReader(template: Template, sources: Sources, trace: Trace): Read {
	if (template.kind === 'value') return expressionReader(template.expression, sources, trace);
	const parts = template.parts.map((part) =>
		typeof part === 'string' ? () => part : textReader(part, sources, trace),
	);
	return (row) => {
		let text = '';
		for (const read of parts) {
			const part = read(row);
			if (part === MISSING) return MISSING;
			text += String(part);
		}
		return text;
	};
}

/** In a text, n8n shows nothing for null, undefined and NaN. Objects and lists are left to the engine. */
function textReader(expression: Expression, sources: Sources, trace: Trace): Read {
	const read = expressionReader(expression, sources, trace);
	return (row) => {
		const value = read(row);
		if (typeof value === 'object' && value !== null) return MISSING;
		return value || value === 0 || value === false ? value : '';
	};
}

function expressionReader(expression: Expression, sources: Sources, trace: Trace): Read {
	switch (expression.kind) {
		case 'literal':
			return () => expression.value;
		case 'logical':
			return logicalReader(expression, sources, trace);
		case 'chain':
			return chainReader(expression, sources, trace);
	}
}

const NEEDS_RIGHT: Readonly<Record<Logical['operator'], (left: unknown) => boolean>> = {
	'||': (left) => !left,
	'&&': (left) => Boolean(left),
	'??': (left) => left === null || left === undefined,
};

function logicalReader({ operator, left, right }: Logical, sources: Sources, trace: Trace): Read {
	const readLeft = expressionReader(left, sources, trace);
	const readRight = expressionReader(right, sources, trace);
	const needsRight = NEEDS_RIGHT[operator];
	const place = trace.addPlace();
	return (row) => {
		const value = readLeft(row);
		if (value === MISSING) return MISSING;
		const isRight = needsRight(value);
		trace.meet(place, isRight);
		return isRight ? readRight(row) : value;
	};
}

function chainReader({ start, links }: Chain, sources: Sources, trace: Trace): Read {
	const readStart = startReader(start, sources, trace);
	const steps = links.map((link) => ({ link, place: trace.addPlace() }));
	const end = trace.addPlace();
	return (row) => {
		let value = readStart(row);
		for (const { link, place } of steps) {
			if (value === MISSING) return MISSING;
			trace.meet(place, value);
			if (link.isOptional && (value === null || value === undefined)) return undefined;
			value = follow(value, link);
		}
		trace.meet(end, value);
		return value === undefined || isJson(value) ? value : MISSING;
	};
}

function startReader(start: Start, sources: Sources, trace: Trace): Read {
	switch (start.kind) {
		case 'json':
			return (row) => sources.json(row);
		case 'pairedItem':
			return (row) => sources.pairedItem(start.node, row);
		case 'group':
			return expressionReader(start.expression, sources, trace);
	}
}

function follow(value: unknown, link: Link): unknown {
	return link.kind === 'property' ? readProperty(value, link.name) : link.method(value);
}
