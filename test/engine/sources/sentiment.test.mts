import { expect, test } from '@jest/globals';
import { readReviews } from '../../../tools/demo/scenarios/reviews.mts';
import { useEmulator } from '../../support/emulator.mts';
import { byHand, statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice } from './delivering.mts';

const emulator = useEmulator();

test('3,000 sentences without ids, sent twice, leave the same store', async () => {
	const rows = (await readReviews()).map(({ text }) => ({ text }));
	const { result, stored } = await deliverTwice(emulator(), rows, {
		item: byHand({ body: '={{ $json.text }}' }),
		options: { generateIds: true },
	});

	expect(rows).toHaveLength(3000);
	expect(statuses(result)).toStrictEqual(rows.map(() => 'ingested'));
	const distinct = [...new Set(rows.map(({ text }) => text))];
	// Some people say the same; for the test to be one, not all of them are distinct.
	expect(distinct.length).toBeLessThan(3000);
	expect(stored).toHaveLength(distinct.length);
	expect(stored.map(({ body }) => body).sort()).toStrictEqual(distinct.sort());
	expect(new Set(stored.map(({ unique_id }) => unique_id)).size).toBe(distinct.length);
}, 120_000);
