import { expect } from '@jest/globals';
import * as csv from '../../../fixtures/sources/csv.mts';
import * as googleForms from '../../../fixtures/sources/google-forms.mts';
import * as n8nForm from '../../../fixtures/sources/n8n-form.mts';
import * as typeform from '../../../fixtures/sources/typeform.mts';
import { GENERATED, times, type Expectation } from './expectation.mts';

const NODE = 'Amplitude AI Feedback';
const generated = expect.stringMatching(GENERATED);
const NO_TEXT = /^Row 3: the item has no "body" and no messages/;

// Sheets and files have times without a zone; n8n's own is New York when nobody has set another.
const googleItems = [
	{
		unique_id: generated,
		body: 'Search finds nothing on mobile.',
		email: 'jane@example.com',
		created_at: '2026-03-15T14:30:00Z',
		conversation_parts: [],
	},
	{
		unique_id: generated,
		body: 'Nothing, really',
		created_at: '2026-12-01T14:05:07Z',
		conversation_parts: [],
	},
];

/** Forms and files: each row is one text. */
export const forms: Record<string, Expectation> = {
	'n8n-form': {
		start: 'Feedback Form',
		pinned: { 'Feedback Form': [n8nForm.filledIn, n8nForm.sameWords, n8nForm.withoutText] },
		items: [
			{
				unique_id: generated,
				body: 'Search finds nothing on mobile.',
				email: 'jane@example.com',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: generated,
				body: 'Search finds nothing on mobile.',
				created_at: '2026-03-15T11:45:30.250Z',
				conversation_parts: [],
			},
		],
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [1, 3] },
		messages: { 'Needs a Look': [NO_TEXT] },
	},
	typeform: {
		start: 'Typeform Trigger',
		pinned: { 'Typeform Trigger': typeform.responses },
		items: [
			{
				unique_id: 'a3a12ec67a1365927098a606107fac15',
				body: 'Search on mobile.\nIt finds nothing.',
				email: 'jane@example.com',
				user_id: 'user-17',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: 'b4b23fd78b2476038109b717218fbd26',
				body: 'Nothing, really',
				created_at: '2026-03-15T11:00:00Z',
				conversation_parts: [],
			},
		],
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [0, 2] },
	},
	'google-forms-new-rows': {
		start: 'New Responses',
		pinned: {
			// The trigger gives no row numbers.
			'New Responses': googleForms.formatted.map((row) =>
				Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'row_number')),
			),
		},
		items: googleItems,
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [0, 2] },
	},
	'google-forms-backfill': {
		start: 'Start',
		pinned: { 'All Responses': googleForms.formatted },
		items: googleItems,
		statuses: { [NODE]: times(2, 'ingested') },
		ends: { Delivered: [2, 0], 'Needs a Look': [0, 2] },
	},
	'csv-backfill': {
		start: 'CSV Upload',
		pinned: {
			'CSV Upload': [
				{
					'CSV file': {
						filename: 'feedback.csv',
						mimetype: 'text/csv',
						size: Buffer.byteLength(csv.FILE),
					},
					submittedAt: '2026-03-18T09:00:00.000+01:00',
					formMode: 'test',
				},
			],
			'Lines of the File': csv.rows,
		},
		items: [
			{
				unique_id: '12345678901234567890',
				body: 'Search finds nothing.\r\n"Really", nothing!',
				author: 'Jane Doe',
				created_at: '2026-03-15T10:30:00Z',
				conversation_parts: [],
			},
			{
				unique_id: '00012345678901234567',
				body: 'Works fine',
				created_at: '2026-03-16T12:00:00Z',
				conversation_parts: [],
			},
			{ unique_id: '30000000000000000001', body: 'Nice', conversation_parts: [] },
		],
		statuses: { [NODE]: [...times(3, 'ingested'), 'rejected'] },
		// The lines to correct are one file.
		ends: { Delivered: [3, 0], 'Lines to Correct': [1, 1] },
	},
};
