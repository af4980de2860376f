import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { surveyAnswers } from '../../tools/demo/scenarios/survey-answers.mts';
import { ticket } from '../../tools/demo/scenarios/ticket.mts';
import { unexpected } from '../../tools/demo/summary.mts';
import { openKeptFolder } from '../../tools/editor/kept-folder.mts';
import {
	newScenarios,
	runNewWorkflows,
	startKeptSession,
} from '../../tools/editor/kept-session.mts';
import { fillUserFolder } from '../../tools/editor/n8n/prepare.mts';
import type { Session } from '../../tools/editor/session.mts';
import { credentialType, triggerName } from '../../tools/editor/workflows/nodes.mts';
import { temporaryFolder, type TemporaryFolder } from '../../tools/shared/folders.mts';
import { tarball, testedN8n } from './packed.mts';
import { delivering, good } from './workflow.mts';

const scenarios = [ticket, surveyAnswers];
interface SavedWorkflow {
	readonly name: string;
	readonly isArchived: boolean;
}

let parent: TemporaryFolder;
let occupant: Server;
let session: Session;
/** What the first session left behind. */
let ownWorkflow: string;
let realCredential: string;
let staleFile: string;
let firstUrl: string;

async function open() {
	const installation = await testedN8n();
	const fill = (folder: string) => fillUserFolder(installation, folder);
	const kept = await openKeptFolder(join(parent.path, 'kept'), fill, false);
	session = await startKeptSession(installation, tarball(), scenarios, kept);
	return kept;
}

/** In the first session somebody builds and runs a workflow, adds a credential, and archives a workflow of the demo. */
async function build(): Promise<void> {
	const kept = await open();
	expect(unexpected(await runNewWorkflows(session, kept))).toStrictEqual([]);
	const { instance, api, credentialId, workflows } = session;
	const { rest } = instance;
	const workflow = delivering({ credentialId, sourceId: 'own', rows: [good] });
	ownWorkflow = await rest.createWorkflow({ ...workflow, name: 'My own' });
	await rest.runWorkflow(ownWorkflow, triggerName);
	// The base URL stays in a credential whose region was Custom before.
	realCredential = await rest.createCredential({
		name: 'A real project',
		type: credentialType,
		data: { apiKey: 'real-key', secretKey: 'real-secret', region: 'us', baseUrl: api.url },
	});
	await rest.send('POST', `/workflows/${workflows.get(ticket)!}/archive`, {});
	staleFile = join(instance.packageFolder, 'dist', 'removed-since.js');
	await writeFile(staleFile, '');
	firstUrl = api.url;
	await session.stop();
}

beforeAll(async () => {
	parent = await temporaryFolder();
	await build();
	// The second session finds the API's port taken.
	occupant = createServer().listen(Number(new URL(firstUrl).port), '127.0.0.1');
	await once(occupant, 'listening');
	const kept = await open();
	expect(newScenarios(session, kept)).toStrictEqual([]);
}, 240_000);

afterAll(async () => {
	await session.stop();
	occupant.close();
	await parent.remove();
});

test('a workflow that was built in the first session is there in the second, with its run', async () => {
	const { rest } = session.instance;
	expect(await rest.send('GET', `/workflows/${ownWorkflow}`)).toMatchObject({ name: 'My own' });
	const filter = encodeURIComponent(JSON.stringify({ workflowId: ownWorkflow }));
	expect(await rest.send('GET', `/executions?filter=${filter}`)).toMatchObject({
		results: [{ workflowId: ownWorkflow, status: 'success' }],
	});
});

test('it delivers to the API at its new address, with the credential that was saved', async () => {
	const { instance, api } = session;
	expect(api.url).not.toBe(firstUrl);
	expect(await instance.rest.runWorkflow(ownWorkflow, triggerName)).toMatchObject({
		status: 'success',
	});
	expect(api.store.items('own')).toMatchObject([{ unique_id: good.id, body: good.text }]);
});

test("a real project's credential is unchanged", async () => {
	const path = `/credentials/${realCredential}?includeData=true`;
	expect(await session.instance.rest.send('GET', path)).toMatchObject({
		data: { region: 'us', baseUrl: firstUrl },
	});
});

test('workflows of the demo are neither doubled nor brought back', async () => {
	expect([...session.workflows.keys()]).toStrictEqual([surveyAnswers]);
	const all = (await session.instance.rest.send('GET', '/workflows')) as SavedWorkflow[];
	const names = all.filter(({ isArchived }) => !isArchived).map(({ name }) => name);
	expect(names.sort()).toStrictEqual(['My own', surveyAnswers.title].sort());
});

test('the package is the packed one, without a file of an earlier one', () => {
	expect(existsSync(join(session.instance.packageFolder, 'dist', 'nodes'))).toBe(true);
	expect(existsSync(staleFile)).toBe(false);
});
