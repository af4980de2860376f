/**
 * Where a text occurs in a value: paths such as `error.cause.config.auth.password`. Looks at every
 * own property, hidden ones and keys too, so it finds what an error or a log would give away.
 */
export function findText(value: unknown, text: string): string[] {
	const found: string[] = [];
	const seen = new Set<object>();
	const pending: Array<[path: string, value: unknown]> = [['', value]];
	for (let next = pending.pop(); next; next = pending.pop()) {
		const [path, current] = next;
		if (typeof current === 'string' && current.includes(text)) found.push(path);
		if ((typeof current !== 'object' && typeof current !== 'function') || current === null)
			continue;
		if (seen.has(current)) continue;
		seen.add(current);
		if (current instanceof Map) pending.push([`${path}.entries`, [...current]]);
		if (ArrayBuffer.isView(current)) {
			const bytes = Buffer.from(current.buffer, current.byteOffset, current.byteLength);
			if (bytes.includes(text)) found.push(path);
			continue;
		}
		for (const key of Reflect.ownKeys(current)) {
			const below = path === '' ? String(key) : `${path}.${String(key)}`;
			if (typeof key === 'string' && key.includes(text)) found.push(below);
			pending.push([below, read(current, key)]);
		}
	}
	return found;
}

function read(owner: object, key: string | symbol): unknown {
	try {
		return Reflect.get(owner, key);
	} catch {
		return undefined;
	}
}
