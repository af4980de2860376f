import { expect, test } from '@jest/globals';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ParameterReader } from '../../../nodes/AmplitudeAiFeedback/reading/parameterReader.ts';

const PATH = '={{ $json.body }}';

/** Reads a plain path on rows with these bodies, and counts how often n8n's engine evaluates it. */
function read(bodies: (string | undefined)[], evaluate: (row: number) => unknown) {
	let evaluations = 0;
	const context = {
		getNodeParameter(_name: string, row: number, _fallback: unknown, options?: object) {
			if (options && 'rawExpressions' in options) return PATH;
			evaluations++;
			return evaluate(row);
		},
	} as unknown as IExecuteFunctions;
	const input = bodies.map((body): INodeExecutionData => ({ json: { body } }));
	const reader = new ParameterReader(context, input);
	const values = bodies.map((_, row) => reader.rowParameter('body', row));
	return { values, evaluations };
}

test('a plain path that n8n reads in the same way is evaluated once', () => {
	const bodies = ['one', 'two', 'three'];
	const result = read(bodies, (row) => bodies[row]);
	expect(result).toEqual({ values: bodies, evaluations: 1 });
});

test('a plain path that n8n reads in another way is evaluated for every row', () => {
	const result = read(['one', 'two', 'three'], (row) => `value ${row}`);
	expect(result).toEqual({ values: ['value 0', 'value 1', 'value 2'], evaluations: 3 });
});

test('a plain path is compared with n8n again on the first row with another kind of value', () => {
	const bodies = [undefined, 'two', 'three'];
	const result = read(bodies, (row) => bodies[row]);
	expect(result).toEqual({ values: bodies, evaluations: 2 });
});

test('once n8n reads one kind of value in another way, every later row is evaluated', () => {
	const bodies = ['one', undefined, 'three', 'four'];
	const result = read(bodies, (row) => bodies[row] ?? 'nothing');
	expect(result).toEqual({ values: ['one', 'nothing', 'three', 'four'], evaluations: 4 });
});
