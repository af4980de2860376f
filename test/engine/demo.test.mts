import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startFeedbackApi } from '../../tools/demo/feedback-api.mts';
import { runInEngine } from '../../tools/demo/in-engine.mts';
import type { ScenarioResult } from '../../tools/demo/result.mts';
import { scenarios } from '../../tools/demo/scenarios/index.mts';
import { unexpected } from '../../tools/demo/summary.mts';
import { unpackNode, type UnpackedNode } from '../../tools/demo/unpacked-node.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import { resourceMapperFields } from '../../tools/engine/harness.mts';
import { packageName, temporaryFolder } from '../../tools/shared/folders.mts';
import type { TemporaryFolder } from '../../tools/shared/folders.mts';
import { automatic } from '../../tools/shared/mapper.mts';
import { packPackage } from '../../tools/shared/package.mts';
import { createHostRequire, hostRequire } from '../../tools/shared/realm.mts';

let folder: TemporaryFolder;
let node: UnpackedNode;
let api: Emulator;

beforeAll(async () => {
	folder = await temporaryFolder();
	node = await unpackNode(await packPackage(folder.path), folder.path);
	api = await startFeedbackApi();
});

afterAll(async () => {
	await api.close();
	await folder.remove();
});

test('the packed node finds what n8n gives to a node, in the copies of the engine, and nothing else', async () => {
	const nodeRequire = createHostRequire(node.nodeFile);
	expect(nodeRequire.resolve('n8n-workflow')).toBe(hostRequire.resolve('n8n-workflow'));
	expect(nodeRequire.resolve('zod')).toBe(hostRequire.resolve('zod'));
	expect(() => nodeRequire.resolve('undici')).toThrow();
	const modules = await readdir(join(folder.path, 'node_modules'));
	expect(modules.sort()).toStrictEqual(['luxon', packageName, 'n8n-workflow', 'zod'].sort());
	expect(dirname(node.credentialFile).startsWith(folder.path)).toBe(true);
});

test('mappings are saved with the fields that the node offers', async () => {
	const { fields } = await resourceMapperFields({ parameter: 'item' });
	expect(automatic().schema).toStrictEqual(fields.map((field) => ({ ...field, removed: false })));
});

test('the scenarios of the demo come out as expected', async () => {
	const results: ScenarioResult[] = [];
	for (const scenario of scenarios) results.push(await runInEngine(scenario, node, api));
	expect(unexpected(results)).toStrictEqual([]);
	expect(results.flatMap(({ reasons }) => reasons)).toHaveLength(5);
});
