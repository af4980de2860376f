import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostRequire, hostProcess, hostRequire, oncePerProcess } from '../shared/realm.mts';

/** n8n's engine, started as n8n's own command line does. */
export interface Engine {
	core: typeof N8nCore;
	/** Of `n8n-core`. */
	version: string;
	/** The `n8n-workflow` that engine and node share: take classes for `instanceof` from here. */
	workflow: typeof N8nWorkflow;
	/** What evaluates expressions: n8n 2's default `vm` on Node 24, `legacy` (that of n8n 1) below. */
	expressions: 'legacy' | 'vm' | 'quickjs';
}

interface Container {
	get<T>(type: abstract new (...args: never[]) => T): T;
}

type ExpressionSettings = Parameters<typeof N8nWorkflow.Expression.initExpressionEngine>[0];

declare abstract class GlobalConfig {
	expressionEngine: {
		engine: ExpressionSettings['engine'];
		poolSize: number;
		maxCodeCacheSize: number;
		bridgeTimeout: number;
		bridgeMemoryLimit: number;
	};
}

/** Starts the engine, once per process. */
export function startEngine(): Promise<Engine> {
	return oncePerProcess('n8n-nodes-amplitude-ai-feedback/engine', start);
}

async function start(): Promise<Engine> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	const restore = setEnvironment({ N8N_USER_FOLDER: folder, N8N_LOG_LEVEL: 'silent' });
	try {
		const core = hostRequire('n8n-core') as typeof N8nCore;
		const workflow = hostRequire('n8n-workflow') as typeof N8nWorkflow;
		const coreRequire = createHostRequire(hostRequire.resolve('n8n-core'));
		const { Container } = coreRequire('@n8n/di') as { Container: Container };
		const { Logger } = coreRequire('@n8n/backend-common') as { Logger: abstract new () => unknown };
		const config = coreRequire('@n8n/config') as { GlobalConfig: typeof GlobalConfig };
		// Both read the environment once, here: nothing is written after the folder is gone.
		Container.get(Logger);
		Container.get(core.InstanceSettings);
		const settings = Container.get(config.GlobalConfig).expressionEngine;
		const { version } = hostRequire('n8n-core/package.json') as { version: string };
		const expressions = await startExpressions(workflow, settings);
		return { core, version, workflow, expressions };
	} finally {
		restore();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function startExpressions(
	{ Expression }: typeof N8nWorkflow,
	settings: GlobalConfig['expressionEngine'],
): Promise<Engine['expressions']> {
	const { engine, poolSize, maxCodeCacheSize, bridgeTimeout, bridgeMemoryLimit } = settings;
	try {
		await Expression.initExpressionEngine({
			engine,
			poolSize,
			maxCodeCacheSize,
			bridgeTimeout,
			bridgeMemoryLimit,
		});
	} catch (error) {
		// isolated-vm is built for the Node versions that n8n 2 itself asks for, 24 and newer.
		if (Number(hostProcess.versions.node.split('.')[0]) >= 24) throw error;
		Expression.setExpressionEngine('legacy');
	}
	return Expression.getActiveImplementation();
}

function setEnvironment(values: Record<string, string>): () => void {
	const { env } = hostProcess;
	const before = Object.keys(values).map((name) => [name, env[name]] as const);
	Object.assign(env, values);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) Reflect.deleteProperty(env, name);
			else env[name] = value;
		}
	};
}
