import { fastify } from 'fastify';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content: z.unknown() }).passthrough()),
	tools: z
		.array(
			z.object({
				function: z.object({
					name: z.string(),
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

/** What it says: calls of the agent's one tool, by their arguments, or in the end a sentence. */
export type Turn = ReadonlyArray<Readonly<Record<string, string>>> | string;

function messageOf(turn: Turn, request: number, tool: string) {
	if (typeof turn === 'string') return { role: 'assistant', content: turn };
	const calls = turn.map((values, index) => ({
		id: `call_${request}_${index + 1}`,
		type: 'function',
		function: { name: tool, arguments: JSON.stringify(values) },
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
		const message = messageOf(turn, requests.length, request.tools[0]!.function.name);
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
