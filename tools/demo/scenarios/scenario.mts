import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

/** Rows, how the node is set up for them, and what has to come of it. */
export interface Scenario {
	readonly title: string;
	readonly sourceId: string;
	/** Reads or makes the input rows. */
	rows(): Promise<IDataObject[]>;
	/** The file from which a workflow in n8n reads the rows; without it they are part of the workflow. */
	readonly csvFile?: string;
	/** The node's parameters, as a saved workflow has them. */
	readonly parameters: INodeParameters;
	/** The node's setting "On Error", where it is not n8n's default. */
	readonly onError?: INode['onError'];
	readonly expected: Figures;
}

/** A run in numbers, seen in n8n and at the API. */
export interface Figures {
	/** Input rows. */
	readonly rows: number;
	readonly requests: number;
	/** Items that the source holds after the run. */
	readonly items: number;
	/** Messages in those items. */
	readonly messages: number;
	/** Rows that left the node by its main output, by status. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Rows that left it by the error output. */
	readonly onErrorOutput: number;
}
