import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../tools/shared/folders.mts';

/** What is published: n8n loads this and nothing else of the project. */
interface Tarball {
	unpackedSize: number;
	files: { path: string; size: number }[];
}

let tarball: Tarball;
let sources: Map<string, string>;

beforeAll(async () => {
	const { stdout } = await promisify(execFile)(
		'npm',
		['pack', '--dry-run', '--json', '--ignore-scripts'],
		{ cwd: packageRoot, shell: process.platform === 'win32' },
	);
	tarball = (JSON.parse(stdout) as Tarball[])[0]!;
	const scripts = tarball.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
	sources = new Map(
		await Promise.all(
			scripts.map(async (path) => [path, await readFile(join(packageRoot, path), 'utf8')] as const),
		),
	);
});

describe('the tarball', () => {
	test('is at most 600 kB unpacked', () => {
		expect(tarball.unpackedSize).toBeLessThanOrEqual(600_000);
	});

	test('holds compiled code, codex, schemas, icons, pages and licences, and nothing else', () => {
		const others = tarball.files
			.map(({ path }) => path)
			.filter((path) => !/^dist\/(nodes|credentials)\/.+\.js$/.test(path))
			.sort();
		expect(others).toStrictEqual([
			'LICENSE.md',
			'README.md',
			'dist/icons/amplitude.dark.svg',
			'dist/icons/amplitude.svg',
			'dist/nodes/AmplitudeAiFeedback/AmplitudeAiFeedback.node.json',
			'dist/nodes/AmplitudeAiFeedback/__schema__/v1.0.0/feedback/appendReplies.json',
			'dist/nodes/AmplitudeAiFeedback/__schema__/v1.0.0/feedback/ingestItems.json',
			'dist/nodes/AmplitudeAiFeedback/mapping/htmlToText.LICENSES.txt',
			'package.json',
		]);
	});

	test('asks for no dependency, and needs only what n8n has', async () => {
		const manifest = JSON.parse(
			await readFile(join(packageRoot, 'package.json'), 'utf8'),
		) as Record<string, unknown>;
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.optionalDependencies).toBeUndefined();
		expect(manifest.peerDependencies).toStrictEqual({ 'n8n-workflow': '*' });
		const required = [...sources.values()].flatMap((source) =>
			[...source.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name),
		);
		const foreign = new Set(required.filter((name) => !name.startsWith('.')));
		expect([...foreign].sort()).toStrictEqual(['luxon', 'n8n-workflow', 'node:crypto', 'zod']);
	});

	test('has the licence of every package that is bundled into it', async () => {
		const file = 'dist/nodes/AmplitudeAiFeedback/mapping/htmlToText.LICENSES.txt';
		const licences = await readFile(join(packageRoot, file), 'utf8');
		const packages = [...licences.matchAll(/^([@\w/-]+) \d+\.\d+\.\d+$/gm)].map(([, name]) => name);
		expect(packages).toEqual(expect.arrayContaining(['html-to-text', 'htmlparser2', 'entities']));
		expect(licences.match(/Permission is hereby granted|Redistribution and use/g)).toHaveLength(
			packages.length,
		);
	});

	test('has everything the manifest and the code point to, and no source maps', async () => {
		const paths = new Set(tarball.files.map(({ path }) => path));
		const { n8n } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
			n8n: { nodes: string[]; credentials: string[] };
		};
		for (const path of [...n8n.nodes, ...n8n.credentials]) expect(paths).toContain(path);
		for (const [path, source] of sources) {
			expect(source).not.toContain('sourceMappingURL');
			for (const [, name = ''] of source.matchAll(/require\("(\.[^"]+)"\)/g)) {
				expect(paths).toContain(join(path, '..', `${name.replace(/\.js$/, '')}.js`));
			}
		}
	});
});
