import { join } from 'node:path';
import { types } from 'node:util';
import { runInThisContext } from 'node:vm';
import { packageRoot } from './folders.mts';

/**
 * Jest runs every test file in a vm context of its own: an `Error` that Node's sockets raise is not
 * `instanceof Error` there, and every file would evaluate all of n8n again. So the engine, and the
 * built node with it, run in the process's own realm, loaded once by Node's own `require`, as in n8n.
 * Outside of jest both realms are one and all of this does nothing.
 */
const host = runInThisContext('globalThis') as typeof globalThis;

/** The real process: its `env` is what n8n reads. Jest's own is a copy. */
export const hostProcess: NodeJS.Process = host.process;

/** Node's own `require`, resolving from the package's folder. */
export const hostRequire = createHostRequire(join(packageRoot, 'package.json'));

/** Node's own `require`, resolving as the given file would. */
export function createHostRequire(filename: string): NodeJS.Require {
	return hostProcess.getBuiltinModule('node:module').createRequire(filename);
}

/** A value shared by all test files that one process runs, made at its first use. */
export function oncePerProcess<T>(name: string, make: () => T): T {
	const shared = host as unknown as Record<symbol, T | undefined>;
	return (shared[Symbol.for(name)] ??= make());
}

/** A deep copy made of the engine's own arrays, objects and dates. */
export function toEngine<T>(value: T): T {
	return copyInto(host, value, new Map()) as T;
}

/** A deep copy made of the test's own arrays, objects and dates, fit for `toStrictEqual`. */
export function fromEngine<T>(value: T): T {
	return copyInto(globalThis, value, new Map()) as T;
}

type Realm = Pick<typeof globalThis, 'Array' | 'Date' | 'Object'>;

/** Copies data. Passes on everything else unchanged: only arrays, dates and plain objects are copied. */
function copyInto(realm: Realm, value: unknown, seen: Map<object, object>): unknown {
	if (typeof value !== 'object' || value === null) return value;
	const known = seen.get(value);
	if (known) return known;
	if (types.isDate(value)) return new realm.Date(value.getTime());
	if (Array.isArray(value)) {
		const copy = new realm.Array<unknown>(value.length);
		seen.set(value, copy);
		for (const [index, entry] of value.entries()) copy[index] = copyInto(realm, entry, seen);
		return copy;
	}
	if (!isPlainObject(value)) return value;
	const copy: object =
		Object.getPrototypeOf(value) === null ? Object.create(null) : new realm.Object();
	seen.set(value, copy);
	for (const [key, entry] of Object.entries(value)) {
		// A definition, for an assignment to `__proto__` would not make a property.
		Object.defineProperty(copy, key, {
			value: copyInto(realm, entry, seen),
			configurable: true,
			enumerable: true,
			writable: true,
		});
	}
	return copy;
}

function isPlainObject(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
