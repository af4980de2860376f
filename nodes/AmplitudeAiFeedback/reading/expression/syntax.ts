/** The expressions that are read without n8n's engine, as the parser makes them. */

/** A parameter in expression mode. */
export type Template =
	/** One expression with nothing around it. Its value keeps its type. */
	| { kind: 'value'; expression: Expression }
	/** Text with expressions in it, or none. Their values become text. */
	| { kind: 'text'; parts: readonly (string | Expression)[] };

export type Expression = Literal | Chain | Logical;

export interface Literal {
	kind: 'literal';
	value: string | number | boolean | null;
}

/** A value and what is read or called on it, such as `$json.author?.name.trim()`. */
export interface Chain {
	kind: 'chain';
	start: Start;
	links: readonly Link[];
}

/** `$json`, an earlier node's paired item as in `$('Tickets').item`, or an expression in parentheses. */
export type Start =
	| { kind: 'json' }
	| { kind: 'pairedItem'; node: string }
	| { kind: 'group'; expression: Expression };

/** One step of a chain. `?.` ends the chain as undefined if the value before it is null or undefined. */
export type Link = (Property | Call) & { isOptional: boolean };

export interface Property {
	kind: 'property';
	name: string;
}

export interface Call {
	kind: 'call';
	method: Method;
}

/** @returns MISSING for a value that only n8n's engine can call it on */
export type Method = (value: unknown) => unknown;

export interface Logical {
	kind: 'logical';
	operator: '||' | '&&' | '??';
	left: Expression;
	right: Expression;
}

/** Marks a value that only n8n's engine can read. */
export const MISSING = Symbol('missing');
