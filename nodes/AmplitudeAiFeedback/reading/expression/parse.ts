/**
 * Parses the expressions that are read without n8n's engine: fields of the row or of an earlier node's
 * paired item, `||`, `&&`, `??`, literals, parentheses, a few methods, and text around all of these.
 */
import { findMethod } from './methods';
import { Scanner } from './scanner';
import type { Expression, Link, Literal, Logical, Start, Template } from './syntax';

/** A name as JavaScript writes it. Names beyond ASCII are left to the engine. */
const NAME = /[A-Za-z_$][\w$]*/y;
/** With the usual escapes only, and without the braces that end an expression in n8n. */
const STRING = /(["'])((?:(?!\1)[^\\{}\r\n\u2028\u2029]|\\[nrt\\"'])*)\1/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?![\w$.])/y;
const INDEX = /(?:0|[1-9]\d{0,8})(?![\w$.])/y;
const WORD = /(?:true|false|null)(?![\w$])/y;
/** Longer code is a program. The limit also keeps parentheses from nesting too deeply for the stack. */
const MAX_CODE = 1_000;

/** Thrown at code that is left to n8n's engine; never leaves this file. */
class UnknownSyntax extends Error {}

/**
 * Parses a parameter in expression mode.
 *
 * @param text as saved in the workflow, for example `=ticket-{{ $json.id }}`
 * @returns undefined for anything that is left to n8n's engine
 */
export function parseTemplate(text: string): Template | undefined {
	if (!text.startsWith('=')) return undefined;
	const [before = '', ...pieces] = text.slice(1).split('{{');
	const parts: (string | Expression)[] = [before];
	try {
		for (const piece of pieces) {
			const end = piece.indexOf('}}');
			expect(end >= 0);
			parts.push(parseCode(piece.slice(0, end)), piece.slice(end + 2));
		}
	} catch {
		return undefined;
	}
	// n8n's versions differ in what a backslash before a brace means.
	const hasBackslash = parts.some((part) => typeof part === 'string' && part.includes('\\'));
	const filled = parts.filter((part) => part !== '');
	const [first] = filled;
	if (hasBackslash || first === undefined) return undefined;
	return filled.length === 1 && typeof first !== 'string'
		? { kind: 'value', expression: first }
		: { kind: 'text', parts: filled };
}

function parseCode(code: string): Expression {
	if (code.length > MAX_CODE) throw new UnknownSyntax();
	const scanner = new Scanner(code);
	scanner.skipSpace();
	const expression = parseLogical(scanner);
	scanner.skipSpace();
	if (!scanner.isAtEnd) throw new UnknownSyntax();
	return expression;
}

function parseLogical(scanner: Scanner): Expression {
	const first = parseOperand(scanner);
	const coalesced = parseOperators(scanner, '??', first, parseOperand);
	// JavaScript does not allow `??` beside the others, so what may follow is an error.
	if (coalesced !== first) return coalesced;
	const conjunction = parseOperators(scanner, '&&', first, parseOperand);
	return parseOperators(scanner, '||', conjunction, () =>
		parseOperators(scanner, '&&', parseOperand(scanner), parseOperand),
	);
}

function parseOperators(
	scanner: Scanner,
	operator: Logical['operator'],
	first: Expression,
	parseNext: (scanner: Scanner) => Expression,
): Expression {
	let left = first;
	while (scanner.skip(operator)) {
		left = { kind: 'logical', operator, left, right: parseNext(scanner) };
	}
	return left;
}

function parseOperand(scanner: Scanner): Expression {
	const literal = parseLiteral(scanner);
	if (literal !== undefined) return { kind: 'literal', value: literal };
	const start = parseStart(scanner);
	const links: Link[] = [];
	for (let link = parseLink(scanner); link !== undefined; link = parseLink(scanner)) {
		links.push(link);
	}
	if (start.kind === 'group' && links.length === 0) return start.expression;
	if (!isField(start, links)) throw new UnknownSyntax();
	return { kind: 'chain', start, links };
}

/** Whether a field is read, and not a whole row or what else n8n knows of an item. */
function isField(start: Start, [first, second]: readonly Link[]): boolean {
	if (start.kind !== 'pairedItem') return start.kind === 'group' || first?.kind === 'property';
	return first?.kind === 'property' && first.name === 'json' && second?.kind === 'property';
}

function parseStart(scanner: Scanner): Start {
	if (scanner.skip('(')) {
		const expression = parseLogical(scanner);
		expect(scanner.skip(')'));
		return { kind: 'group', expression };
	}
	const name = scanner.take(NAME)?.[0];
	if (name === '$json') return { kind: 'json' };
	expect(name === '$' && scanner.skip('('));
	const node = parseString(scanner);
	expect(scanner.skip(')') && scanner.skip('.') && scanner.take(NAME)?.[0] === 'item');
	return { kind: 'pairedItem', node: node ?? '' };
}

function parseLink(scanner: Scanner): Link | undefined {
	const isOptional = scanner.skip('?.');
	if (scanner.skip('[')) {
		const name = parseString(scanner) ?? scanner.take(INDEX)?.[0];
		expect(name !== undefined && scanner.skip(']'));
		return { kind: 'property', name: name ?? '', isOptional };
	}
	if (!isOptional && !scanner.skip('.')) return undefined;
	const name = scanner.take(NAME)?.[0];
	if (name === undefined) throw new UnknownSyntax();
	if (!scanner.skip('(')) return { kind: 'property', name, isOptional };
	const method = findMethod(name, parseParameters(scanner));
	if (method === undefined) throw new UnknownSyntax();
	return { kind: 'call', method, isOptional };
}

function parseParameters(scanner: Scanner): Literal['value'][] {
	const parameters: Literal['value'][] = [];
	while (!scanner.skip(')')) {
		if (parameters.length > 0) expect(scanner.skip(','));
		const literal = parseLiteral(scanner);
		if (literal === undefined) throw new UnknownSyntax();
		parameters.push(literal);
	}
	return parameters;
}

function parseLiteral(scanner: Scanner): Literal['value'] | undefined {
	const number = scanner.take(NUMBER)?.[0];
	if (number !== undefined) return Number(number);
	const word = scanner.take(WORD)?.[0];
	return word === undefined ? parseString(scanner) : (JSON.parse(word) as boolean | null);
}

function parseString(scanner: Scanner): string | undefined {
	const escaped = { n: '\n', r: '\r', t: '\t' } as const;
	return scanner
		.take(STRING)?.[2]
		?.replace(/\\(.)/g, (_, letter: string) => escaped[letter as keyof typeof escaped] ?? letter);
}

function expect(isThere: boolean): void {
	if (!isThere) throw new UnknownSyntax();
}
