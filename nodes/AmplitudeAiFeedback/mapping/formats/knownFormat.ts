import type { MessageFormat } from '../messageFormat';

/** The messages of a source that the node knows. */
export interface KnownFormat extends Pick<MessageFormat, 'fields' | 'sentWhen'> {
	/** Name in a saved workflow. */
	value: string;
	/** Label in the editor. */
	name: string;
	description: string;
	/** Each message has at least one of these properties. */
	marks: readonly string[];
}
