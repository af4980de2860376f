import { expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import { useEmulator } from '../support/emulator.mts';
import { reviews, run, SOURCE, statuses } from '../../tools/engine/feedback.mts';

const emulator = useEmulator();
const sent = () => emulator().requests.length;

/** Runs three rows with these options. */
async function withOptions(options: INodeParameters) {
	return await run(emulator(), reviews(3), { options });
}

test.each<[string, INodeParameters, number]>([
	['none', {}, 1],
	['a number', { batchSize: 1 }, 3],
	['a number as text, as an expression may give it', { batchSize: '2' }, 2],
	['the smallest values', { batchSize: 1, maxConcurrentRequests: 1, timeout: 1 }, 3],
	['the largest values', { batchSize: 100, maxConcurrentRequests: 10, timeout: 600 }, 1],
	['no budget', { retryBudget: 0 }, 1],
	['a day of budget', { retryBudget: 86_400 }, 1],
	['a fraction of a second', { timeout: 1.5 }, 1],
	['one nobody knows', { colour: 'blue' }, 1],
])('rows are ingested with options of this kind: %s', async (_name, options, requests) => {
	expect(statuses(await withOptions(options))).toStrictEqual(Array(3).fill('ingested'));
	expect(sent()).toBe(requests);
});

test.each<[string, INodeParameters, string, string]>([
	['too small', { batchSize: 0 }, 'Batch Size', 'Its value is 0. Enter a number from 1 to 100.'],
	['too large', { batchSize: 101 }, 'Batch Size', 'Its value is 101.'],
	['a fraction', { maxConcurrentRequests: 2.5 }, 'Max Concurrent Requests', 'Its value is 2.5.'],
	['no number', { timeout: 'soon' }, 'Request Timeout (Seconds)', 'Its value is "soon".'],
	['an empty text', { timeout: '' }, 'Request Timeout (Seconds)', 'Its value is "".'],
	['negative', { retryBudget: -1 }, 'Retry Budget (Seconds)', 'Its value is -1.'],
	['more than a day', { retryBudget: 86_401 }, 'Retry Budget (Seconds)', 'from 0 to 86400.'],
	['a word for a switch', { dryRun: 'yes' }, 'Dry Run', 'Its value is "yes". Choose one of'],
	['an unknown choice', { onRejectedRows: 'ignore' }, 'On Rejected Rows', 'Its value is "ignore".'],
	[
		'a format without a day',
		{ dateFormat: 'HH:mm' },
		'Date Format',
		'Its value is "HH:mm". Enter a format with day, month and year, such as dd/MM/yyyy HH:mm.',
	],
	['an unknown pattern', { redact: ['name'] }, 'Remove Patterns', 'Its value is ["name"].'],
	['an object', { generateIds: {} }, 'Generate Missing IDs', 'Its value is {}.'],
])(
	'an option that is %s stops the run, with its name and value',
	async (_name, options, displayName, advice) => {
		const { failure } = await withOptions(options);

		expect(failure?.message).toBe(`The option "${displayName}" has an invalid value`);
		expect(failure?.description).toContain(advice);
		expect(failure?.description).toMatch(/Nothing was sent\.$/);
		expect(sent()).toBe(0);
	},
);

test('dates with a format of their own are read in the time zone of the workflow', async () => {
	const posted = ['15/03/2026 08:30', '16/03/2026 07:00', '2026-03-17T09:00:00Z', '17.03.2026'];
	const rows = reviews(4).map((row, index) => ({ ...row, created_at: posted[index]! }));
	const parameters = { options: { dateFormat: 'dd/MM/yyyy HH:mm' } };
	const result = await run(emulator(), rows, parameters, { timezone: 'Europe/Berlin' });

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'ingested', 'rejected']);
	expect(
		emulator()
			.store.items(SOURCE)
			.map(({ created_at }) => created_at),
	).toStrictEqual(['2026-03-15T07:30:00Z', '2026-03-16T06:00:00Z', '2026-03-17T09:00:00Z']);
	expect(result.success[3]?.json.reason).toMatch(
		/"17\.03\.2026", which does not have the format dd\/MM\/yyyy HH:mm of the option "Date Format"\. Set the option "Date Format" to dd\.MM\.yyyy\.$/,
	);
});

test('HTML becomes text in items and messages, and a text of which nothing remains is skipped', async () => {
	const rows = [
		{ unique_id: 'a', body: '<p>Search is <b>broken</b></p>', comments: [] },
		{
			unique_id: 'b',
			body: 'a < b',
			comments: [{ unique_id: '1', body: '<div>Yes &amp; no</div>' }],
		},
		{ unique_id: 'c', body: '<p></p>', comments: [] },
	];
	const parameters = {
		messages: 'array',
		messageArray: '={{ $json.comments }}',
		options: { textFormat: 'plainText' },
	};
	const result = await run(emulator(), rows, parameters);

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested', 'skipped']);
	expect(emulator().store.items(SOURCE)).toMatchObject([
		{ body: 'Search is broken' },
		{ body: 'a < b', conversation_parts: [{ body: 'Yes & no' }] },
	]);
});

test('patterns are removed from texts and counted, and generated ids do not depend on it', async () => {
	const rows = [{ body: 'Call me: +49 170 1234567, jane@example.com' }, { body: 'Thanks' }];
	await run(emulator(), rows, { options: { generateIds: true } });
	const result = await run(emulator(), rows, {
		options: { generateIds: true, redact: ['email', 'phone'] },
	});

	expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
	expect(
		emulator()
			.store.items(SOURCE)
			.map(({ body }) => body),
	).toStrictEqual(['Call me: [phone], [email]', 'Thanks']);
	expect(result.hints[0]?.message).toBe(
		'2 of 2 rows ingested in 1 request; 2 patterns removed from texts.',
	);
});
