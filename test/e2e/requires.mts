import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { packageName, packageRoot } from '../../tools/shared/folders.mts';

/** The preloaded script learns from these variables where to write, and of which package. */
export const recordVariable = 'E2E_REQUIRES_RECORD';
export const packageVariable = 'E2E_REQUIRES_PACKAGE';

const requiredSchema = z.object({
	/** As it stands in the code. */
	request: z.string(),
	/** The URL of the file that Node took. */
	url: z.string(),
});

/** Something the package's code has required. */
export type Required = z.infer<typeof requiredSchema>;

/** Variables with which n8n records what the package's code requires, and where it is found. */
export function recordingRequires(record: string): NodeJS.ProcessEnv {
	const script = pathToFileURL(join(packageRoot, 'test', 'e2e', 'record-requires.mjs'));
	return {
		NODE_OPTIONS: `--import=${script.href}`,
		[recordVariable]: record,
		[packageVariable]: packageName,
	};
}

/** What the package has required so far from outside itself. */
export async function requiresOf(record: string): Promise<Required[]> {
	if (!existsSync(record)) return [];
	const lines = (await readFile(record, 'utf8')).split('\n').filter((line) => line !== '');
	return lines
		.map((line) => requiredSchema.parse(JSON.parse(line)))
		.filter(({ request }) => !request.startsWith('.'));
}
