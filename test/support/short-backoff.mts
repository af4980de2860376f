import { afterAll, beforeAll, jest } from '@jest/globals';
import { runInThisContext } from 'node:vm';

/**
 * Makes the built node wait a share of its backoff between retries, for the tests of a file. Full
 * jitter draws each wait below a bound that doubles, so the waits grow as ever; here from the upper
 * half, so that a server sees the end of a request before its retry. `Retry-After`, timeouts and
 * budgets stay as they are.
 */
export function useShortBackoff(share = 0.1): void {
	// Engine and node live in the process's own realm, whose Math is not that of the test.
	const { random } = runInThisContext('Math') as Math;
	let spy: jest.Spied<() => number> | undefined;
	beforeAll(() => {
		spy = jest.spyOn(runInThisContext('Math') as Math, 'random');
		spy.mockImplementation(() => (0.5 + random() / 2) * share);
	});
	afterAll(() => spy?.mockRestore());
}
