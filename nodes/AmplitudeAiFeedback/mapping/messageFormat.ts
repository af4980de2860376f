import { FIELD_NAMES, type FieldName } from './feedbackItem';
import { isEmpty } from './fields';
import { holds, type Condition } from './messageFilter';
import { hasPath, valueAt } from './messagePaths';

/** Where a field of a message is read from. */
export interface FieldSource {
	/** The properties that it is read from, to name them in reasons. */
	paths: readonly string[];
	/** @param row the JSON of the row that holds the message */
	read(message: object, row: object): unknown;
	/** Returns whether what is read from this message is HTML. Sources without HTML do not have it. */
	isHtml?(message: object, row: object): boolean;
}

/** Makes plain text of HTML. */
export type HtmlToText = (html: string) => string;

/** How the messages of an array are read. */
export interface MessageFormat {
	fields: Readonly<Partial<Record<FieldName, FieldSource>>> & { readonly body: FieldSource };
	/** A message is sent if all conditions of one of these lists hold. */
	sentWhen: readonly (readonly Condition[])[];
	/** Set for the messages of a known source. */
	source?: {
		/** As the editor names it. */
		name: string;
		/** Each message has at least one of these properties. */
		marks: readonly string[];
	};
}

/** Returns whether texts of this format can be HTML. */
export function hasHtml({ fields }: MessageFormat): boolean {
	return fields.body.isHtml !== undefined;
}

/** The conditions of a format that sends every message. */
export const ALL_MESSAGES: MessageFormat['sentWhen'] = [[]];

/** Amplitude's own names, for messages that already have its shape. */
export const API_FORMAT: MessageFormat = {
	fields: { ...bySameName(), body: at('body') },
	sentWhen: ALL_MESSAGES,
};

function bySameName(): Partial<Record<FieldName, FieldSource>> {
	return Object.fromEntries(FIELD_NAMES.map((name) => [name, at(name)]));
}

/** Reads a property. @param paths where it may be; the first that holds a value counts */
export function at(...paths: string[]): FieldSource {
	return { paths, read: (message) => firstValue(message, paths) };
}

/** Returns the first value at these paths that is not empty, or the last one. */
export function firstValue(message: object, paths: readonly string[]): unknown {
	let value: unknown;
	for (const path of paths) {
		value = valueAt(message, path);
		if (!isEmpty(value)) return value;
	}
	return value;
}

/** Reads a text that is HTML. */
export function html(path: string): FieldSource {
	return { ...at(path), isHtml: () => true };
}

/** Reads properties with a space between them, such as a first and a last name. */
export function joined(...paths: string[]): FieldSource {
	return {
		paths,
		read: (message) =>
			paths
				.map((path) => valueAt(message, path))
				.filter((value) => typeof value === 'string' && value !== '')
				.join(' '),
	};
}

/** Reads the first of several sources that is there. An empty text counts: it says that there is no text. */
export function firstOf(...sources: FieldSource[]): FieldSource {
	const pick = (message: object, row: object) =>
		sources.find((source) => {
			const value = source.read(message, row);
			return value !== undefined && value !== null;
		});
	return {
		paths: sources.flatMap(({ paths }) => paths),
		read: (message, row) => pick(message, row)?.read(message, row),
		...(sources.some(({ isHtml }) => isHtml) && {
			isHtml: (message, row) => pick(message, row)?.isHtml?.(message, row) === true,
		}),
	};
}

/** Where a row lists the people that its messages name by ID. */
export interface People {
	/** Path in the row to a list of people, or to one. */
	list: string;
	/** The property of a person with the ID. */
	id: string;
	/** Path in the message to the ID. */
	of: string;
}

/** Reads a property of the person who wrote the message. There is none if the row does not list them. */
export function person({ list, id, of }: People, name: string): FieldSource {
	return {
		paths: [of],
		read(message, row) {
			const people = valueAt(row, list);
			const personId = valueAt(message, of);
			if (typeof people !== 'object' || people === null || isEmpty(personId)) return undefined;
			const found = peopleById(people, id).get(String(personId));
			return found && valueAt(found, name);
		},
	};
}

/** By list, so that a long conversation with many people is not searched for every message. */
const indexes = new WeakMap<object, ReadonlyMap<string, object>>();

function peopleById(people: object, id: string): ReadonlyMap<string, object> {
	let index = indexes.get(people);
	if (index === undefined) {
		const list: unknown[] = Array.isArray(people) ? people : [people];
		const isPerson = (one: unknown): one is object => typeof one === 'object' && one !== null;
		index = new Map(list.filter(isPerson).map((one) => [String(valueAt(one, id)), one]));
		indexes.set(people, index);
	}
	return index;
}

/** Returns whether a message is to be sent. */
export function isSent(message: object, { sentWhen }: MessageFormat): boolean {
	return sentWhen.some((conditions) => conditions.every((one) => holds(message, one)));
}

/** Reads a message's values by field name. */
export function readFields(
	message: object,
	row: object,
	{ fields }: MessageFormat,
): Partial<Record<FieldName, unknown>> {
	const values: Partial<Record<FieldName, unknown>> = {};
	for (const name of FIELD_NAMES) values[name] = fields[name]?.read(message, row);
	return values;
}

/** Returns whether a message has one of these properties, even an empty one. */
export function hasOneOf(message: object, paths: readonly string[]): boolean {
	return paths.some((path) => hasPath(message, path));
}
