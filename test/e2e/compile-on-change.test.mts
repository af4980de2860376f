import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../tools/shared/folders.mts';
import { temporaryFolder, type TemporaryFolder } from '../../tools/shared/folders.mts';
import type { RunningProgram } from '../../tools/shared/processes.mts';
import { poll } from '../../tools/shared/poll.mts';
import { tarball, testedN8n } from './packed.mts';
import { compileOnChange, RELOADING } from '../../tools/editor/compile-on-change.mts';
import { startSession, type Session } from '../../tools/editor/session.mts';

let session: Session;
let sources: TemporaryFolder;
let compiler: RunningProgram;

beforeAll(async () => {
	session = await startSession(await testedN8n(), tarball(), [], RELOADING);
	sources = await temporaryFolder();
	for (const name of ['nodes', 'credentials', 'tsconfig.json']) {
		await cp(join(packageRoot, name), join(sources.path, name), { recursive: true });
	}
	await symlink(join(packageRoot, 'node_modules'), join(sources.path, 'node_modules'), 'dir');
	compiler = compileOnChange(sources.path, session.instance.packageFolder, () => undefined);
});

afterAll(async () => {
	await compiler.stop();
	await session.stop();
	await sources.remove();
});

test('a changed label is in the running editor without a restart', async () => {
	expect(await labels()).toContain('Dry Run');
	// A change that comes while the compiler still reads everything for the first time may escape it.
	await until(async () => compiler.output().includes('Watching for file changes'));
	const file = join(sources.path, 'nodes/AmplitudeAiFeedback/parameters/options.ts');
	const source = await readFile(file, 'utf8');
	await writeFile(file, source.replace("displayName: 'Dry Run'", "displayName: 'Only Check'"));

	// While n8n writes the list anew it may be cut off.
	await until(async () => (await labels().catch((): string[] => [])).includes('Only Check'));
	expect(await labels()).not.toContain('Dry Run');
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
	const failure = () => `It took too long.\n${compiler.output()}`;
	await poll(isSo, { every: 200, within: 60_000, failure });
}

/** The labels of the node's options, as the editor gets them. */
async function labels(): Promise<string[]> {
	const types = await session.instance.rest.nodeTypes();
	const node = types.find(({ name }) => name.endsWith('.amplitudeAiFeedback'));
	const options = node?.properties.find(({ name }) => name === 'options')?.options ?? [];
	return options.map((option) => ('displayName' in option ? option.displayName : option.name));
}
