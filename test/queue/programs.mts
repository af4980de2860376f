import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Paths of the programs that queue mode needs besides n8n. */
export type Programs = Readonly<Record<Name, string>>;

type Name = 'redis-server' | 'redis-cli' | 'initdb' | 'postgres' | 'pg_isready';

/** Each program and the Debian package that brings it. */
const packages: Readonly<Record<Name, string>> = {
	'redis-server': 'redis-server',
	'redis-cli': 'redis-server',
	initdb: 'postgresql',
	postgres: 'postgresql',
	pg_isready: 'postgresql',
};

const names = Object.keys(packages) as Name[];

/** Debian keeps PostgreSQL's own programs here, one folder a version, and not on the path. */
const debianPostgres = '/usr/lib/postgresql';

/** The places to look in, the newest PostgreSQL first. */
function folders(): string[] {
	const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
	return [
		...versions
			.sort((a, b) => Number(b) - Number(a))
			.map((version) => join(debianPostgres, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
	];
}

/**
 * Finds the programs.
 * @throws Error that says which are missing and how to install them.
 */
export function findPrograms(): Programs {
	const places = folders();
	const found = names.map((name) => {
		const folder = places.find((place) => existsSync(join(place, name)));
		return [name, folder === undefined ? undefined : join(folder, name)] as const;
	});
	const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
	if (missing.length === 0) return Object.fromEntries(found) as Programs;
	const wanted = [...new Set(missing.map((name) => packages[name]))];
	throw new Error(
		[
			`Queue mode needs programs that are not on this machine: ${missing.join(', ')}.`,
			'On Debian or Ubuntu, install them with:',
			`  apt-get install -y --no-install-recommends ${wanted.join(' ')}`,
			'They only have to be there. The test starts its own, on ports and in folders of their own.',
		].join('\n'),
	);
}
