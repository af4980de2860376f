import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { z } from 'zod';

/** An option's place in the form, the check of its value, and advice for a value that fails it. */
export interface OptionType<Schema extends z.ZodTypeAny> {
	form: Omit<INodeProperties, 'name'>;
	schema: Schema;
	advice: string;
}

interface Definition<Value> {
	displayName: string;
	description: string;
	default: Value;
}

const CHOOSE = 'Choose one of the values that the editor offers.';

/**
 * A switch that is off, and on once it is added: who adds Dry Run wants one. n8n keeps a value of a
 * collection although it is the form's default, and gives no default where nothing was added.
 */
export function toggle(
	definition: Omit<Definition<boolean>, 'default'>,
): OptionType<z.ZodDefault<z.ZodBoolean>> {
	return {
		form: { ...definition, default: true, type: 'boolean' },
		schema: z.boolean().default(false),
		advice: CHOOSE,
	};
}

/** A number within limits, both inclusive. Text of digits counts, as an expression may give it. */
export function number({
	min,
	max,
	whole = false,
	...definition
}: Definition<number> & { min: number; max: number; whole?: boolean }): OptionType<
	z.ZodDefault<z.ZodNumber>
> {
	const inRange = z.coerce.number().min(min).max(max);
	const precision = whole ? { numberPrecision: 0 } : {};
	return {
		form: {
			...definition,
			type: 'number',
			typeOptions: { minValue: min, maxValue: max, ...precision },
		},
		schema: (whole ? inRange.int() : inRange).default(definition.default),
		advice: `Enter a number from ${min} to ${max}.`,
	};
}

/** A line of text that passes a check, or none. */
export function text({
	isValid,
	advice,
	...definition
}: Definition<''> & {
	placeholder: string;
	isValid: (text: string) => boolean;
	advice: string;
}): OptionType<z.ZodDefault<z.ZodEffects<z.ZodString>>> {
	const isEmptyOrValid = (text: string) => text === '' || isValid(text);
	return {
		form: { ...definition, type: 'string' },
		schema: z.string().refine(isEmptyOrValid).default(definition.default),
		advice,
	};
}

/** Any of several values. */
export function choices<const Value extends string>({
	choices,
	...definition
}: Definition<[]> & {
	choices: readonly (INodePropertyOptions & { value: Value })[];
}): OptionType<z.ZodDefault<z.ZodArray<z.ZodEnum<[Value, ...Value[]]>>>> {
	const values = choices.map(({ value }) => value) as [Value, ...Value[]];
	return {
		form: { ...definition, type: 'multiOptions', options: [...choices] },
		schema: z.array(z.enum(values)).default([]),
		advice: CHOOSE,
	};
}

/** One of several values. */
export function choice<const Value extends string>({
	choices,
	...definition
}: Definition<NoInfer<Value>> & {
	choices: readonly (INodePropertyOptions & { value: Value })[];
}): OptionType<z.ZodDefault<z.ZodEnum<[Value, ...Value[]]>>> {
	const values = choices.map(({ value }) => value) as [Value, ...Value[]];
	return {
		form: { ...definition, type: 'options', options: [...choices] },
		schema: z.enum(values).default(definition.default),
		advice: CHOOSE,
	};
}
