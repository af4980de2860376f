import { expect, test } from '@jest/globals';
import { poll } from '../../../tools/shared/poll.mts';

test('polling goes on until there is something to see, and returns it', async () => {
	const answers = [undefined, false, 0, 1] as const;
	let looks = 0;
	const seen = await poll(() => answers[looks++], { every: 1, within: 5_000, failure: () => '' });
	expect([seen, looks]).toStrictEqual([0, 3]);
});

test('polling ends with the error that says what was waited for', async () => {
	const polling = poll(() => false, { every: 1, within: 20, failure: () => 'Nobody came.' });
	await expect(polling).rejects.toThrow('Nobody came.');
});
