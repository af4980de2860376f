import type { MessageFormat } from '../messageFormat';
import { chatsAndCalls } from './chatsAndCalls';
import { helpDesks } from './helpDesks';
import type { KnownFormat } from './knownFormat';

/** The message formats of the sources that the node knows, by name. */
export const KNOWN_FORMATS: readonly KnownFormat[] = [...chatsAndCalls, ...helpDesks].sort(
	(one, other) => (one.name < other.name ? -1 : 1),
);

/** @returns undefined for a value that no source has */
export function knownFormat(value: string): MessageFormat | undefined {
	const format = KNOWN_FORMATS.find((candidate) => candidate.value === value);
	if (format === undefined) return undefined;
	const { fields, sentWhen, name, marks } = format;
	return { fields, sentWhen, source: { name, marks } };
}
