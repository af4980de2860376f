import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Installation } from './install.mts';

/** All that n8n keeps of a row: what else a row carries would be seen too. */
const rowSchema = z.object({ json: z.record(z.unknown()), pairedItem: z.unknown() }).passthrough();

const nodeRunSchema = z.object({
	// Nodes that serve an agent have other outputs.
	data: z.object({ main: z.array(z.array(rowSchema).nullable()).default([]) }).optional(),
	error: z.object({ message: z.string() }).passthrough().optional(),
	startTime: z.number(),
	executionTime: z.number(),
	hints: z.array(z.object({ message: z.string() }).passthrough()).optional(),
});

const runSchema = z.object({
	resultData: z.object({
		runData: z.record(z.array(nodeRunSchema)),
		error: z
			.object({ message: z.string(), description: z.string().nullish() })
			.passthrough()
			.optional(),
	}),
});

/** One row of a node's output. */
export type Row = z.infer<typeof rowSchema>;

/** What became of a run: the rows every node gave out, and the error that stopped it. */
export interface Execution {
	readonly status: string;
	readonly error: string | undefined;
	/** What the error says to do. */
	readonly errorDescription: string | undefined;
	/** All that n8n has stored of the run. */
	readonly stored: string;
	/** The rows that left a node by one of its outputs, in all of its runs; none if the node did not run. */
	rows(node: string, output?: number): Row[];
	/** When a node first started, in ms since 1970; 0 if it did not run. */
	startedAt(node: string): number;
	/** How long a node took in all of its runs, in ms; 0 if it did not run. */
	durationMs(node: string): number;
	/** The hints a node shows above its output. */
	hints(node: string): string[];
}

/** Reads a stored run; undefined as long as n8n has noted its end, but not yet what happened in it. */
export type ExecutionReader = (status: string, data: string) => Execution | undefined;

/** A reader of n8n's stored runs. n8n writes them with the library flatted; its own copy reads them. */
export function createExecutionReader(installation: Installation): ExecutionReader {
	const fromN8n = createRequire(join(installation.folder, 'node_modules', 'n8n', 'package.json'));
	const flatted = fromN8n('flatted') as { parse(text: string): unknown };

	return (status, data) => {
		const stored = flatted.parse(data);
		if (stored === undefined || stored === null) return undefined;
		const { resultData } = runSchema.parse(stored);
		const nothingRan = Object.keys(resultData.runData).length === 0;
		if (nothingRan && resultData.error === undefined) return undefined;
		// A node in a loop, or with several inputs, runs more than once.
		const runs = (node: string) => resultData.runData[node] ?? [];
		return {
			status,
			error: resultData.error?.message,
			errorDescription: resultData.error?.description ?? undefined,
			stored: data,
			rows: (node, output = 0) => runs(node).flatMap(({ data }) => data?.main[output] ?? []),
			startedAt: (node) => runs(node)[0]?.startTime ?? 0,
			durationMs: (node) => runs(node).reduce((sum, { executionTime }) => sum + executionTime, 0),
			hints: (node) => runs(node).flatMap(({ hints = [] }) => hints.map(({ message }) => message)),
		};
	};
}
