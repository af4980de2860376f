import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspect } from 'node:util';
import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { parseTemplate } from '../../../nodes/AmplitudeAiFeedback/reading/expression/parse.ts';
import { templateReader } from '../../../nodes/AmplitudeAiFeedback/reading/expression/read.ts';
import { PairedItems } from '../../../nodes/AmplitudeAiFeedback/reading/expression/pairedItems.ts';
import { MISSING } from '../../../nodes/AmplitudeAiFeedback/reading/expression/syntax.ts';
import { Trace } from '../../../nodes/AmplitudeAiFeedback/reading/expression/trace.ts';
import { compileFieldPath } from '../../../nodes/AmplitudeAiFeedback/reading/fieldPath.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { ParameterReader } from '../../../nodes/AmplitudeAiFeedback/reading/parameterReader.ts';
import { parameter, probeNode } from '../../support/probe-nodes.mts';
import { fromEngine, hostRequire } from '../../../tools/shared/realm.mts';
import { byHand } from '../../../tools/engine/feedback.mts';
import { runNode } from '../../../tools/engine/harness.mts';
import { rows, texts } from './expressions.mts';

const { DateTime: EngineDateTime } = hostRequire('luxon') as { DateTime: typeof DateTime };

const OBJECT_AS_TEXT = '[object Object]';

/** What one parameter text gives for one row, read in three ways. */
interface Reading {
	text: string;
	row: number;
	/** Through ParameterReader. */
	read: Result;
	/** Directly alone, without n8n's engine, if it can be. */
	direct: Result | undefined;
	/** Through n8n's engine alone. */
	engine: Result;
}

type Result = { value: unknown } | { error: string } | { objectInText: string };

test("the node reads the same values as n8n's engine, whatever the rows and expressions", async () => {
	let direct = 0;
	let composed = 0;
	await fc.assert(
		fc.asyncProperty(
			rows((milliseconds) => EngineDateTime.fromMillis(milliseconds)),
			fc.array(texts, { minLength: 20, maxLength: 30 }),
			fc.boolean(),
			async (given, expressions, isPinned) => {
				const readings = await readAll(given as IDataObject[], expressions, isPinned);
				// The second row is split into two.
				expect(readings).toHaveLength((given.length + 1) * expressions.length);
				for (const reading of readings) {
					expectAgreement(reading);
					if (reading.direct === undefined) continue;
					direct++;
					if (compileFieldPath(reading.text) === undefined) composed++;
				}
			},
		),
		{ numRuns: 60 },
	);
	// Proves that enough of the random texts were read directly, and more than plain fields.
	expect(direct).toBeGreaterThan(500);
	expect(composed).toBeGreaterThan(300);
}, 120_000);

function expectAgreement({ text, row, read, direct, engine }: Reading): void {
	const shown = (result: Result) => inspect({ text, row, ...result }, { depth: null });
	if ('objectInText' in read) {
		expect('value' in engine && engine.value).toContain(OBJECT_AS_TEXT);
		return;
	}
	if (/^=?\s*$/.test(text)) {
		// A field of the form that was left empty is not one that the row has.
		expect(read).toEqual({ value: undefined });
		return;
	}
	// n8n 2 makes a plain copy of a time in a row, and a mapper turns that copy into text.
	const isCopied = 'value' in read && isCopiedTime(read.value);
	expect(shown(isCopied ? { value: OBJECT_AS_TEXT } : read)).toBe(shown(engine));
	// What the engine forbids, such as `.constructor`, the reader notices on the first row. So it does with a
	// text such as "toString", which the engine takes for code that it has compiled before.
	const isTakenForCode = text.slice(1) in Object.prototype;
	if (direct === undefined || 'error' in engine || isTakenForCode) return;
	expect(shown(direct)).toBe(shown(engine));
}

function isCopiedTime(value: unknown): boolean {
	return EngineDateTime.isDateTime(value) && !('toMillis' in value);
}

async function readAll(
	given: IDataObject[],
	expressions: string[],
	isPinned: boolean,
): Promise<Reading[]> {
	const readings: Reading[] = [];
	const node = probeNode(
		async (context) => {
			const input = context.getInputData();
			const reader = new ParameterReader(context, input);
			const pairedItems = new PairedItems(() => context.getWorkflowDataProxy(0).$);
			const sources = {
				json: (row: number) => input[row]?.json,
				pairedItem: (name: string, row: number) => pairedItems.find(name, row),
			};
			const direct = expressions.map((text) => {
				const template = parseTemplate(text);
				return template && templateReader(template, sources, new Trace());
			});
			for (const row of input.keys()) {
				for (const [index, text] of expressions.entries()) {
					const name = `mapper${index}`;
					// The engine comes last, because it changes times inside the values that it returns.
					const readDirectly = direct[index];
					const value = readDirectly === undefined ? MISSING : readDirectly(row);
					readings.push({
						text,
						row,
						direct: value === MISSING ? undefined : { value: fromEngine(value) },
						read: outcome(() => reader.mappedFields(name, row).body),
						engine: outcome(() => byEngine(context, name, row)),
					});
				}
			}
			return [];
		},
		expressions.map((_, index) => parameter(`mapper${index}`, { type: 'resourceMapper' })),
	);
	const parameters = Object.fromEntries(
		expressions.map((text, index) => [`mapper${index}`, byHand({ body: text })]),
	);
	await runNode({
		node,
		rows: given,
		parameters,
		upstream: [
			{ name: 'Step', map: (row) => row },
			{ name: 'Split', map: (row, index) => (index === 1 ? [row, row] : row) },
		],
		timezone: 'Asia/Kolkata',
		...(isPinned && { mode: 'manual', pinned: given }),
	});
	return readings;
}

function byEngine(context: IExecuteFunctions, name: string, row: number): unknown {
	const options = { skipValidation: true };
	return (context.getNodeParameter(`${name}.value`, row, {}, options) as IDataObject).body;
}

function outcome(read: () => unknown): Result {
	try {
		return { value: fromEngine(read()) };
	} catch (error) {
		if (error instanceof RowError && error.details.kind === 'objectInText') {
			return { objectInText: error.details.text };
		}
		const isFailure = error instanceof RowError && error.details.kind === 'failedExpression';
		return { error: isFailure ? error.details.message : (error as Error).message };
	}
}
