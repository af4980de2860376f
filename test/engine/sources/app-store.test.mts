import { expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { items, reviews } from '../../fixtures/sources/app-store.mts';
import { statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters } from './delivering.mts';

const emulator = useEmulator();

test('an App Store review is one text of title, body and stars, at its time with the offset', async () => {
	const { result, stored } = await deliverTwice(
		emulator(),
		reviews,
		exampleParameters('app-store-reviews'),
	);

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
	expect(result.success[0]?.json.unique_id).toBe('00000028-b08c-0014-729e-fbd500000000');
	expect(stored).toStrictEqual(items);
});
