/** The folder in which the editor's n8n keeps what users build, until the next time. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cacheFolder } from './n8n/cache.mts';
import { newOwner } from './n8n/instance.mts';

const memorySchema = z.object({
	/** The login of n8n's owner. */
	owner: z.object({ email: z.string(), password: z.string() }),
	/** Every address that the emulated API has had; saved credentials may have any of them. */
	apiUrls: z.array(z.string()),
	/** Titles of the scenarios whose workflows have run. They are not created again if a user deletes them. */
	ran: z.array(z.string()),
});

/** What is remembered of earlier sessions. */
export type Memory = Readonly<z.output<typeof memorySchema>>;

/** The file in the folder that holds it. */
const MEMORY_FILE = 'editor.json';

/** Where the n8n of a version keeps what it has, unless another folder is named. */
export function keptFolderPath(version: string, named?: string): string {
	return named === undefined ? join(cacheFolder(), `n8n-${version}-user`) : resolve(named);
}

/** A user folder of n8n that is kept, and what this tool remembers beside it. */
export class KeptFolder {
	readonly path: string;
	#memory: Memory;

	constructor(path: string, memory: Memory) {
		this.path = path;
		this.#memory = memory;
	}

	get memory(): Memory {
		return this.#memory;
	}

	/** The file with the login. */
	get memoryFile(): string {
		return join(this.path, MEMORY_FILE);
	}

	/** Remembers something for the next session. */
	async remember(change: Partial<Memory>): Promise<void> {
		this.#memory = { ...this.#memory, ...change };
		await writeMemory(this.path, this.#memory);
	}
}

/** Only the user may read it: it has the password. A crash leaves the old file or the new one. */
async function writeMemory(folder: string, memory: Memory): Promise<void> {
	const file = join(folder, MEMORY_FILE);
	await writeFile(`${file}.partial`, JSON.stringify(memory, null, 2), { mode: 0o600 });
	await rename(`${file}.partial`, file);
}

async function readMemory(folder: string): Promise<Memory> {
	const file = join(folder, MEMORY_FILE);
	try {
		return memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch (error) {
		throw new Error(`${file} cannot be read. Start over with --fresh, which deletes ${folder}.`, {
			cause: error,
		});
	}
}

/** Whether there is a kept folder. @throws Error where there is something else */
async function isKept(path: string): Promise<boolean> {
	if (!existsSync(path)) return false;
	if (existsSync(join(path, MEMORY_FILE))) return true;
	if ((await readdir(path)).length === 0) return false;
	throw new Error(
		`${path} is not a folder that this tool has made: it has no ${MEMORY_FILE}. Name a new one with --data.`,
	);
}

/**
 * Opens the folder, and makes it if it is missing.
 *
 * @param fill puts into a new folder what n8n needs to start on it
 * @param isFresh whether to delete first what is there
 */
export async function openKeptFolder(
	path: string,
	fill: (folder: string) => Promise<void>,
	isFresh: boolean,
): Promise<KeptFolder> {
	if (!(await isKept(path)) || isFresh) {
		const partial = `${path}.partial`;
		await rm(partial, { recursive: true, force: true });
		await mkdir(partial, { recursive: true, mode: 0o700 });
		await fill(partial);
		await writeMemory(partial, { owner: newOwner(), apiUrls: [], ran: [] });
		await rm(path, { recursive: true, force: true });
		await rename(partial, path);
	}
	// The real path, as n8n compares real paths when it decides which files may be read.
	return new KeptFolder(await realpath(path), await readMemory(path));
}
