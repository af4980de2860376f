import { afterEach, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { isFeedbackNode, readExample, withParameters } from '../../../fixtures/examples.mts';
import { createDataTable } from '../data-tables.mts';
import type { ExamplesN8n } from '../examples-n8n.mts';

const DAY = 'Rows Come In';
const NIGHT = 'Every Night at 3';
const COLUMNS = {
	unique_id: 'string',
	body: 'string',
	author: 'string',
	email: 'string',
	user_id: 'string',
	created_at: 'string',
	url: 'string',
	reason: 'string',
} as const;
const ITEMS = readExample('nightly-redelivery').pinData[DAY]!.map(({ json }) => ({
	...json,
	conversation_parts: [],
}));
const IDS = ['answer-5', 'answer-6', 'answer-7'];

/** Tests that rows which do not arrive by day are kept, and arrive at night. */
export function redeliveryCases(n8n: () => ExamplesN8n): void {
	let secretKey: string | undefined;
	let tables = 0;
	afterEach(() => {
		const { api } = n8n().session;
		if (secretKey !== undefined) api.settings.secretKey = secretKey;
		api.settings.maxBodyLength = 10_000;
		api.reset();
	});

	async function addWithTable(
		options: INodeParameters = { includeInputFields: true },
	): Promise<(trigger: string) => Promise<Execution>> {
		const { rest } = n8n().session.instance;
		const value = await createDataTable(rest, `Feedback ${++tables}`, COLUMNS);
		const id = await n8n().add(
			withParameters(
				withParameters(readExample('nightly-redelivery'), isFeedbackNode, { options }),
				({ type }) => type === 'n8n-nodes-base.dataTable',
				{ dataTableId: { __rl: true, mode: 'list', value } },
			),
		);
		return async (trigger) => await n8n().run(id, trigger);
	}
	const items = () => n8n().session.api.store.items('your-source-id');
	const ids = (execution: Execution, node: string) =>
		execution.rows(node).map(({ json }) => json.unique_id);
	const lockOut = () => {
		const { settings } = n8n().session.api;
		secretKey ??= settings.secretKey;
		settings.secretKey = 'another-key';
	};

	test('the sample rows are delivered before there is a table', async () => {
		const id = await n8n().add(readExample('nightly-redelivery'));
		const execution = await n8n().run(id, DAY);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(items()).toEqual(ITEMS);
		expect(ids(execution, 'Done')).toEqual(IDS);
		expect(execution.rows('Keep for the Night')).toEqual([]);
	});

	test('what is unsent by day is kept, sent at night, and forgotten when it has arrived', async () => {
		const run = await addWithTable();
		lockOut();
		const day = await run(DAY);
		expect(day).toMatchObject({ status: 'success', error: undefined });
		expect(day.rows('Deliver').map(({ json }) => json.status)).toEqual(Array(3).fill('unsent'));
		expect(ids(day, 'Keep for the Night')).toEqual(IDS);
		// The same rows once more are not kept twice.
		await run(DAY);

		const failedNight = await run(NIGHT);
		expect(ids(failedNight, 'Kept Rows')).toEqual(IDS);
		expect(failedNight.rows('Kept Rows')[0]?.json.reason).toMatch(/^Row 1: .*refused the keys/);
		expect(ids(failedNight, 'Stays for the Next Night')).toEqual(IDS);
		expect(items()).toEqual([]);

		n8n().session.api.settings.secretKey = secretKey!;
		const night = await run(NIGHT);
		expect(night).toMatchObject({ status: 'success', error: undefined });
		expect(items()).toEqual(ITEMS);
		expect(ids(night, 'Remove from Table')).toEqual(IDS);
		expect((await run(NIGHT)).rows('Kept Rows')).toEqual([]);
	});

	test('what was sent by day without a valid response is kept as well', async () => {
		const run = await addWithTable({ includeInputFields: true, retryBudget: 0 });
		n8n().session.api.faults.add({ kind: 'status', status: 503, times: 'always' });
		const day = await run(DAY);
		expect(day.rows('Deliver').map(({ json }) => json.status)).toEqual(Array(3).fill('unknown'));
		expect(ids(day, 'Keep for the Night')).toEqual(IDS);

		n8n().session.api.faults.clear();
		await run(NIGHT);
		expect(items()).toEqual(ITEMS);
	});

	test('what is refused is not kept, and stays in the table if it was', async () => {
		const run = await addWithTable();
		const { settings } = n8n().session.api;
		settings.maxBodyLength = 1;
		const refused = await run(DAY);
		expect(refused.rows('Needs a Look')).toHaveLength(3);
		expect(refused.rows('Keep for the Night')).toEqual([]);

		lockOut();
		await run(DAY);
		settings.secretKey = secretKey!;
		const night = await run(NIGHT);
		expect(night.rows('Needs a Correction').map(({ json }) => json)).toMatchObject(
			IDS.map((id) => ({
				unique_id: id,
				status: 'rejected',
				reason: expect.stringMatching(/^Row \d: \S+/),
			})),
		);
		expect(ids(await run(NIGHT), 'Kept Rows')).toEqual(IDS);
	});
}
