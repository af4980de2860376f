import type { INodeParameters } from 'n8n-workflow';

/** Rules of n8n's Switch node: one output for each status, named after it. */
export function rulesByStatus(statuses: readonly string[]): INodeParameters[] {
	return statuses.map((status) => ({
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			combinator: 'and',
			conditions: [
				{
					id: `status-${status}`,
					leftValue: '={{ $json.status }}',
					rightValue: status,
					operator: { type: 'string', operation: 'equals' },
				},
			],
		},
		renameOutput: true,
		outputKey: status,
	}));
}
