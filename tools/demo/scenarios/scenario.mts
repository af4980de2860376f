import type { WorkflowData } from '../../editor/n8n/workflow.mts';

/** What a workflow has to be told about the n8n it runs in. */
export interface Surroundings {
	readonly credentialId: string;
	readonly filesFolder: string;
}

/** What has to be seen after a run, at the API and in n8n. */
export interface Expected {
	readonly rows: number;
	readonly requests: number;
	/** Items of the source that hold after the run, and the conversation parts in them. */
	readonly items: number;
	readonly parts: number;
	/** Rows that left the node by its main output, by status. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Rows that left it by the error output. */
	readonly onErrorOutput: number;
}

/** A workflow to run, and what it has to bring about. */
export interface Scenario {
	readonly title: string;
	readonly sourceId: string;
	build(surroundings: Surroundings): WorkflowData;
	readonly expected: Expected;
}
