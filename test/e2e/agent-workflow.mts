import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowData } from '../../tools/editor/n8n/rest.mts';
import {
	feedback,
	place,
	trigger,
	triggerName,
	type NodePart,
} from '../../tools/editor/workflows/nodes.mts';

export const agentName = 'AI Agent';
const modelName = 'Chat Model';

/** Ids of the credentials that the agent's nodes use. */
export interface AgentCredentials {
	readonly feedback: string;
	readonly model: string;
}

/** A workflow in which an agent has the node as tool, once for each of these parameters. */
export function agentWithTools(
	name: string,
	credentials: AgentCredentials,
	parameters: readonly INodeParameters[],
	settings: Partial<INode> = {},
): WorkflowData {
	const agent: NodePart = {
		name: agentName,
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3,
		parameters: { promptType: 'define', text: 'Pass on what the users said.', options: {} },
	};
	const model: NodePart = {
		name: modelName,
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.2,
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi: { id: credentials.model, name: modelName } },
	};
	const tools = parameters.map((given, index): NodePart => {
		const node = feedback(credentials.feedback, given, settings);
		// As n8n offers a node to agents.
		return { ...node, name: `${node.name} ${index + 1}`, type: `${node.type}Tool` };
	});
	const toAgent = (type: 'main' | 'ai_languageModel' | 'ai_tool') => ({
		[type]: [[{ node: agentName, type, index: 0 }]],
	});
	return {
		name,
		nodes: [
			place(trigger, 0, 0),
			place(agent, 1, 0),
			place(model, 1, 1),
			...tools.map((tool, index) => place(tool, 2 + index, 1)),
		],
		connections: {
			[triggerName]: toAgent('main'),
			[modelName]: toAgent('ai_languageModel'),
			...Object.fromEntries(tools.map((tool) => [tool.name, toAgent('ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}
