/** One release of n8n that the package is tried on, and what it takes to install it. */
export interface N8nRelease {
	readonly version: string;
	/** The Node release n8n runs on; installed beside n8n, so that the machine's own Node may be older. */
	readonly node: string;
	/** Native modules whose install scripts have to run; all other install scripts stay off. */
	readonly rebuild: readonly string[];
	/** Dependencies that npm has to take in another version. */
	readonly overrides: Readonly<Record<string, string>>;
	/** What a user is told before the installation starts. */
	readonly minutes: number;
	readonly megabytes: number;
	/** Settings only this release knows. */
	readonly environment: Readonly<Record<string, string>>;
}

const releases: readonly N8nRelease[] = [
	{
		version: '2.41.1',
		node: '24',
		rebuild: ['sqlite3', 'isolated-vm'],
		overrides: {},
		minutes: 5,
		megabytes: 3200,
		// These modules ask n8n's servers for news when n8n starts.
		environment: { N8N_DISABLED_MODULES: 'mcp-registry,instance-version-history' },
	},
	{
		version: '1.123.81',
		node: '24',
		rebuild: ['sqlite3'],
		// Its own release of xlsx is not on the npm registry.
		overrides: { xlsx: '0.18.5' },
		minutes: 4,
		megabytes: 2200,
		// On one connection for all, a workflow saved while a run ends fails now and then ("no such savepoint").
		environment: { N8N_RUNNERS_ENABLED: 'true', DB_SQLITE_POOL_SIZE: '4' },
	},
];

/** The versions that can be asked for, newest first. */
export const n8nVersions: readonly string[] = releases.map((release) => release.version);

/** The default version. */
export const defaultN8nVersion = n8nVersions[0]!;

/** Looks a release up by its version. */
export function n8nRelease(version: string = defaultN8nVersion): N8nRelease {
	const release = releases.find((known) => known.version === version);
	if (release === undefined) {
		throw new Error(
			`n8n ${version} is not set up here. Known versions: ${n8nVersions.join(', ')}.`,
		);
	}
	return release;
}
