import { afterEach, expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import type { Execution } from '../../../tools/editor/n8n/execution.mts';
import { wrongSecretKey, type RunningN8n } from '../running-n8n.mts';
import { startScriptedModel, type ScriptedModel } from '../scripted-model.mts';
import { agentName, agentWithTools } from '../agent-workflow.mts';
import { byHand } from '../../../tools/shared/mapper.mts';

/** What the model makes up, by the names that the node's fields give out. */
const calls = [
	{
		feedback_id: 'chat-17',
		feedback_text: 'I cannot find the "export" option.\nWhere is it?',
		author: 'Jane Doe',
	},
	{ feedback_id: 'chat-18', feedback_text: 'Größe und Preis: 很好 👍', author: 'John Doe' },
] as const;

const item = byHand({
	unique_id: "={{ $fromAI('feedback_id', 'ID of the conversation', 'string') }}",
	body: "={{ $fromAI('feedback_text', 'What the user said, word by word', 'string') }}",
	author: "={{ $fromAI('author', 'Name of the user', 'string') }}",
});

const itemId = "={{ $fromAI('feedback_id', 'ID of the conversation', 'string') }}";
const reply = byHand({
	unique_id: "={{ $fromAI('reply_id', 'ID of the reply', 'string') }}",
	body: "={{ $fromAI('reply_text', 'The reply, word by word', 'string') }}",
});

const isIngesting = (tool: { function: { description: string } }) =>
	/ingest/i.test(tool.function.description);

/** What the model was told its calls came to. */
const toolAnswers = (model: ScriptedModel, request: number) =>
	model.requests[request]!.messages.filter(({ role }) => role === 'tool').map(
		({ content }): unknown => JSON.parse(String(content)),
	);
const ingested = (unique_id: string) => [
	{ unique_id, status: 'ingested', next: 'done', reason: '', request: 1, attempts: 1 },
];

/** The node as tool of n8n's AI Agent, which a scripted model drives. */
export function agentToolCases(n8n: () => RunningN8n): void {
	let model: ScriptedModel | undefined;
	afterEach(async () => {
		await model?.close();
	});

	async function run(
		sourceId: string,
		turns: Parameters<typeof startScriptedModel>[0],
		feedback: string,
		settings: Partial<INode> = {},
	): Promise<{ execution: Execution; model: ScriptedModel }> {
		const started = (model = await startScriptedModel(turns));
		const credential = await n8n().session.instance.rest.createCredential({
			name: `Model of ${sourceId}`,
			type: 'openAiApi',
			data: { apiKey: 'no-key', url: started.url },
		});
		const ids = { feedback, model: credential };
		const tools = [
			{ operation: 'ingestItems', sourceId, messages: 'none', item },
			{ operation: 'appendReplies', sourceId, replies: 'rows', itemId, message: reply },
		];
		const workflow = agentWithTools(sourceId, ids, tools, settings);
		return { execution: await n8n().run(workflow), model: started };
	}
	const said = (execution: Execution) => execution.rows(agentName).map(({ json }) => json.output);

	test('two calls with different arguments send two different items', async () => {
		const sourceId = 'agent-two-calls';
		const { right } = n8n().credentials;
		const { execution, model } = await run(sourceId, [calls, 'Both are sent.'], right);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(said(execution)).toEqual(['Both are sent.']);
		const [tool] = model.requests[0]!.tools.filter(isIngesting);
		const given = Object.keys(tool!.function.parameters.properties);
		expect(given.sort()).toEqual(Object.keys(calls[0]).sort());

		const items = n8n().session.api.store.items(sourceId);
		expect([...items].sort((a, b) => a.unique_id.localeCompare(b.unique_id))).toEqual(
			calls.map(({ feedback_id, feedback_text, author }) => ({
				unique_id: feedback_id,
				body: feedback_text,
				author,
				conversation_parts: [],
			})),
		);
	});

	test('the model is told what became of each call', async () => {
		const { right } = n8n().credentials;
		const turns = [[calls[0]], [calls[1]], 'Both are sent.'];
		const { model } = await run('agent-call-by-call', turns, right);

		expect(toolAnswers(model, 1)).toEqual([ingested('chat-17')]);
		expect(toolAnswers(model, 2)).toEqual([ingested('chat-17'), ingested('chat-18')]);
	});

	test('the model is told what it did wrong, and can do it again', async () => {
		const sourceId = 'agent-corrects';
		const turns = [[{ ...calls[0], feedback_text: '' }], [calls[0]], 'Now it is sent.'];
		const { execution, model } = await run(sourceId, turns, n8n().credentials.right);

		expect(said(execution)).toEqual(['Now it is sent.']);
		const reason = expect.stringMatching(/it has no text/);
		expect(toolAnswers(model, 2)).toEqual([
			[expect.objectContaining({ unique_id: 'chat-17', status: 'skipped', reason })],
			ingested('chat-17'),
		]);
	});

	test('the model tells the operations apart by their descriptions', async () => {
		const sourceId = 'agent-two-tools';
		const added = { feedback_id: 'chat-17', reply_id: 'reply-1', reply_text: 'It is back.' };
		const turns = [
			{ tool: /ingest feedback items/i, calls: [calls[0]] },
			{ tool: /append replies to feedback items/i, calls: [added] },
			'Both are sent.',
		];
		const { execution, model } = await run(sourceId, turns, n8n().credentials.right);

		expect(said(execution)).toEqual(['Both are sent.']);
		expect(model.requests[0]!.tools.map((tool) => tool.function.description).sort()).toEqual([
			'Append replies to feedback items in Amplitude AI Feedback',
			'Ingest feedback items in Amplitude AI Feedback',
		]);
		expect(n8n().session.api.store.items(sourceId)).toMatchObject([
			{
				unique_id: 'chat-17',
				body: calls[0].feedback_text,
				conversation_parts: [{ unique_id: 'reply-1', body: 'It is back.' }],
			},
		]);
	});

	// Without the setting n8n 1 stops the workflow, and n8n 2 tells the model of the error.
	test('by "continueRegularOutput" the model is told of wrong keys, but not the keys', async () => {
		const { wrong } = n8n().credentials;
		const { execution, model } = await run('agent-wrong-keys', [[calls[0]], 'It failed.'], wrong, {
			onError: 'continueRegularOutput',
		});

		expect(said(execution)).toEqual(['It failed.']);
		const told = JSON.stringify(model.requests[1]);
		expect(told).toContain('Amplitude refused the keys (401)');
		expect(told).not.toContain(wrongSecretKey);
		expect(told).not.toContain(n8n().session.api.settings.apiKey);
	});
}
