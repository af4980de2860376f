import { expect } from '@jest/globals';
import * as appStore from '../../../fixtures/sources/app-store.mts';
import * as googlePlay from '../../../fixtures/sources/google-play.mts';
import { GENERATED, times, type Expectation } from './expectation.mts';

const NODE = 'Amplitude AI Feedback';
const API = 'https://api.appstoreconnect.apple.com/v1/apps/your-app-id/customerReviews';

/** Reviews of app stores. */
export const stores: Record<string, Expectation> = {
	'app-store-reviews': {
		start: 'Every Night at 2',
		pinned: {
			'Sign Token': [{ token: 'sample-token' }],
			Reviews: [
				{
					data: appStore.reviews,
					links: { self: API },
					meta: { paging: { total: 2, limit: 200 } },
				},
			],
		},
		items: [
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
		],
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [0, 2] },
	},
	'google-play-reviews': {
		start: 'Every Night at 2',
		pinned: { Reviews: [{ reviews: googlePlay.reviews }] },
		items: [
			{
				unique_id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
				body: 'Broken search\tIt finds nothing.',
				author: 'Jane Doe',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [
					{
						unique_id: expect.stringMatching(GENERATED),
						body: 'Sorry! This is mended in 4.2.2.',
						created_at: '2026-03-15T12:40:00Z',
					},
				],
			},
			{
				unique_id: '1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e',
				body: '\tGern benutzt',
				created_at: '2026-03-15T18:40:00Z',
				conversation_parts: [],
			},
		],
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [0, 2] },
	},
};
