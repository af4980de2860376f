/** For the tests with zod 4: what the built package requires as zod is zod 4. */
import { afterAll, beforeAll } from '@jest/globals';
import { join, sep } from 'node:path';
import { packageRoot } from '../../tools/shared/folders.mts';
import { hostRequire } from '../../tools/shared/realm.mts';

type Load = (
	request: string,
	parent: { filename?: string } | undefined,
	isMain: boolean,
) => unknown;

const built = join(packageRoot, 'dist') + sep;
const loader = hostRequire('node:module') as { _load: Load };
const before = loader._load;

// Node's own modules outlive a test file, so this is undone for the next one.
beforeAll(() => {
	loader._load = function (request, parent, isMain) {
		const isShipped = request === 'zod' && parent?.filename?.startsWith(built);
		return before.call(this, isShipped ? 'zod4' : request, parent, isMain);
	};
});
afterAll(() => {
	loader._load = before;
});
