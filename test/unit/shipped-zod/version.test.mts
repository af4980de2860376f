import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../../../tools/shared/folders.mts';
import { createHostRequire } from '../../../tools/shared/realm.mts';

/** The zod that this run of the tests gives to shipped code; 4 in the project of that name. */
const expected = (globalThis as { SHIPPED_ZOD?: number }).SHIPPED_ZOD ?? 3;

/** Only zod 4 tells its version. */
function majorOf(zod: unknown): number {
	const { core } = zod as { core?: { version: { major: number } } };
	return core?.version.major ?? 3;
}

test('the source imports the zod that this run of the tests is for', () => {
	const response = join(packageRoot, 'nodes', 'AmplitudeAiFeedback', 'delivery', 'response.ts');
	expect(majorOf(createRequire(response)('zod'))).toBe(expected);
});

test('the built package requires the zod that this run of the tests is for', () => {
	const path = ['dist', 'nodes', 'AmplitudeAiFeedback', 'delivery', 'response.js'];
	expect(majorOf(createHostRequire(join(packageRoot, ...path))('zod'))).toBe(expected);
});
