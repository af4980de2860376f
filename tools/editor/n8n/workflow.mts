import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

/** A workflow as n8n's editor saves and exports it. */
export interface WorkflowData {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings: IWorkflowSettings;
}
