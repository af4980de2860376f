import { fastify } from 'fastify';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content: z.unknown() }).passthrough()),
	tools: z
		.array(
			z.object({
				function: z.object({
					name: z.string(),
					description: z.string(),
					parameters: z.object({ properties: z.record(z.unknown()) }).passthrough(),
				}),
			}),
		)
		.min(1),
});

/** What an agent asks of a model. */
export type ModelRequest = z.infer<typeof requestSchema>;

/** A chat model that says what it is told to. */
export interface ScriptedModel {
	/** Its address, as the credential of n8n's OpenAI nodes takes it. */
	readonly url: string;
	readonly requests: readonly ModelRequest[];
	close(): Promise<void>;
}

/** Calls of a tool, by their arguments. */
export type Calls = ReadonlyArray<Readonly<Record<string, string>>>;

/** What it says: calls of the tool that ingests, or of the one that is described so, or in the end a sentence. */
export type Turn = Calls | { readonly tool: RegExp; readonly calls: Calls } | string;

function messageOf(turn: Turn, request: number, tools: ModelRequest['tools']) {
	if (typeof turn === 'string') return { role: 'assistant', content: turn };
	const { tool, calls: given } = 'tool' in turn ? turn : { tool: /ingest/i, calls: turn };
	const { name } = tools.find(({ function: { description } }) => tool.test(description))!.function;
	const calls = given.map((values, index) => ({
		id: `call_${request}_${index + 1}`,
		type: 'function',
		function: { name, arguments: JSON.stringify(values) },
	}));
	return { role: 'assistant', content: null, tool_calls: calls };
}

/** Starts a model that takes its turns in order. It speaks as much of OpenAI's interface as an agent needs. */
export async function startScriptedModel(turns: readonly Turn[]): Promise<ScriptedModel> {
	const requests: ModelRequest[] = [];
	const app = fastify({ forceCloseConnections: true });
	app.post('/v1/chat/completions', ({ body }, reply) => {
		const request = requestSchema.parse(body);
		const turn = turns[requests.length];
		requests.push(request);
		if (turn === undefined) return reply.code(400).send({ error: { message: 'No turn is left' } });
		const message = messageOf(turn, requests.length, request.tools);
		return reply.send({
			id: `chatcmpl-${requests.length}`,
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [
				{ index: 0, message, finish_reason: typeof turn === 'string' ? 'stop' : 'tool_calls' },
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		});
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${url}/v1`, requests, close: () => app.close() };
}
