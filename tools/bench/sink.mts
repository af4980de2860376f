/** The sink: the server that takes requests during a measurement, in a process of its own. */
import { join } from 'node:path';
import { execaNode } from 'execa';
import { request } from 'undici';
import { packageRoot } from '../shared/folders.mts';

/** What the sink received since its last reset. */
export interface SinkFigures {
	requests: number;
	bytes: number;
	connections: number;
}

/** Starts the sink of `sink-server.mts`, and resolves with its address. */
export async function startSink(): Promise<{ sink: string; stop(): Promise<void> }> {
	const server = execaNode(join(packageRoot, 'tools', 'bench', 'sink-server.mts'), {
		nodeOptions: ['--import', 'tsx'],
		ipc: true,
		reject: false,
	});
	const sink = await server.getOneMessage();
	return {
		sink: sink as string,
		stop: async () => {
			server.kill();
			await server;
		},
	};
}

/** @param delay in ms, from a request to its response */
export async function resetSink(sink: string, delay: number): Promise<void> {
	const { body } = await request(`${sink}/reset?delay=${delay}`, { method: 'POST' });
	await body.dump();
}

export async function sinkFigures(sink: string): Promise<SinkFigures> {
	const { body } = await request(`${sink}/figures`);
	return (await body.json()) as SinkFigures;
}
