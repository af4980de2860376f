import { describe, expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../fixtures/sources/app-store.mts';
import { byHand, statuses } from '../../../tools/engine/feedback.mts';
import { runTwice } from './twice.mts';

const emulator = useEmulator();

describe('App Store reviews', () => {
	test('title and body are one text, and the offset of the time is honoured', async () => {
		const { result, stored } = await runTwice(emulator(), reviews, {
			item: byHand({
				unique_id: '={{ $json.id }}',
				body: '={{ $json.attributes.title }}\n\n{{ $json.attributes.body }}',
				author: '={{ $json.attributes.reviewerNickname }}',
				created_at: '={{ $json.attributes.createdDate }}',
			}),
		});

		expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
		expect(result.success[0]?.json.unique_id).toBe('00000028-b08c-0014-729e-fbd500000000');
		expect(stored).toStrictEqual([
			{
				unique_id: '00000028-b08c-0014-729e-fbd500000000',
				body: 'Search is broken 😕\n\nIt finds nothing.\n\nPlease fix it!',
				author: 'Jane D.',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: '00000028-b08c-0014-9674-c54800000000',
				body: 'Gern benutzt\n\nLäuft gut',
				author: 'jdoe',
				created_at: '2026-01-03T04:19:36Z',
				conversation_parts: [],
			},
		]);
	});
});
