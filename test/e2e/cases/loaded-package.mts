import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { packageName, packageRoot } from '../../../tools/shared/folders.mts';
import type { RunningN8n } from '../running-n8n.mts';

/** The zod that each n8n brings along. */
const zodOf: Readonly<Record<string, string>> = { '2.41.1': '3.25.76', '1.123.81': '3.25.67' };
const manifestSchema = z.object({ name: z.string(), version: z.string() });

/** The manifest of the package a file belongs to. */
function manifestAbove(file: string): z.infer<typeof manifestSchema> {
	for (let folder = dirname(file); ; folder = dirname(folder)) {
		const manifest = join(folder, 'package.json');
		if (existsSync(manifest)) {
			const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(manifest, 'utf8')));
			if (parsed.success) return parsed.data;
		}
		if (folder === dirname(folder)) throw new Error(`No package above ${file}`);
	}
}

/** Where the installed package finds what it requires. To run behind the others: these load the node. */
export function loadedPackageCases(n8n: () => RunningN8n): void {
	/** What it takes from elsewhere than Node. */
	const required = async () =>
		(await n8n().required()).filter(({ request }) => !isBuiltin(request));

	test('it requires nothing but what n8n gives to every node, zod and luxon', async () => {
		const requests = new Set((await required()).map(({ request }) => request));
		expect([...requests].sort()).toEqual(['luxon', 'n8n-workflow', 'zod']);
	});

	test('all are the copies that n8n itself uses', async () => {
		const { folder, release } = n8n().installation;
		const modules = (await realpath(join(folder, 'node_modules'))) + sep;
		const files = (await required()).map(({ url }) => fileURLToPath(url));
		expect(files.length).toBeGreaterThan(0);
		expect(files.filter((file) => !file.startsWith(modules))).toEqual([]);

		const versions = new Map(files.map(manifestAbove).map(({ name, version }) => [name, version]));
		const ofN8n = createRequire(join(folder, 'node_modules', 'n8n', 'package.json'));
		const [workflow, luxon] = ['n8n-workflow', 'luxon'].map((name) =>
			manifestAbove(ofN8n.resolve(name)),
		);
		expect(Object.fromEntries(versions)).toEqual({
			luxon: luxon?.version,
			'n8n-workflow': workflow?.version,
			zod: zodOf[release.version],
		});
	});

	test('the installed package stands alone: no modules of its own, and none above it', async () => {
		const folder = n8n().session.instance.packageFolder;
		expect(existsSync(join(folder, 'node_modules'))).toBe(false);
		const beside = (await readdir(dirname(folder))).filter((name) => !name.startsWith('.'));
		expect(beside).toEqual([packageName]);
		for (let above = dirname(dirname(folder)); above !== dirname(above);) {
			above = dirname(above);
			expect(existsSync(join(above, 'node_modules', 'zod'))).toBe(false);
			expect(above).not.toBe(packageRoot);
		}
	});
}
