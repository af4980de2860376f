import { describe, expect, test } from '@jest/globals';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	optionsParameter,
	readOptions,
} from '../../../nodes/AmplitudeAiFeedback/parameters/options.ts';

const form = optionsParameter.options as INodeProperties[];
const numbers = form.filter(({ type }) => type === 'number');

function read(options: Record<string, unknown>) {
	return readOptions({ getNodeParameter: () => options } as unknown as IExecuteFunctions);
}

test('options that are not set have the defaults of the form, and switches are off', () => {
	const defaults = Object.fromEntries(
		form.map(({ name, type, default: value }) => [name, type === 'boolean' ? false : value]),
	);
	expect(read({})).toEqual({ options: defaults });
});

test('the form is sorted by label', () => {
	const labels = form.map(({ displayName }) => displayName);
	expect(labels).toEqual([...labels].sort((one, other) => one.localeCompare(other)));
});

describe('the limits of the form are those of the check', () => {
	test.each(
		numbers.map(({ name, displayName, typeOptions }) => ({ name, displayName, typeOptions })),
	)('$displayName', ({ name, displayName, typeOptions }) => {
		const { minValue, maxValue } = typeOptions as { minValue: number; maxValue: number };
		for (const value of [minValue, maxValue]) {
			expect(read({ [name]: value })).toMatchObject({ options: { [name]: value } });
			expect(read({ [name]: value }).problem).toBeUndefined();
		}
		for (const value of [minValue - 1, maxValue + 1]) {
			expect(read({ [name]: value }).problem).toEqual({
				message: `The option "${displayName}" has an invalid value`,
				advice: `Its value is ${value}. Enter a number from ${minValue} to ${maxValue}.`,
			});
		}
	});

	test('at most 50 requests at a time', () => {
		expect(read({ maxConcurrentRequests: 50 }).options.maxConcurrentRequests).toBe(50);
	});
});
