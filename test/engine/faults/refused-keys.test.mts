import { expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { reviews } from '../../../tools/engine/feedback.mts';
import { runChecked } from './checked-run.mts';

const emulator = useEmulator();
const refuseAll = (skip = 0, status = 401) =>
	emulator().faults.add({
		kind: 'status',
		status,
		json: { error: 'Invalid API key' },
		times: 'always',
		skip,
	});

test.each([401, 403])('a run that meets %i at once stops after one request', async (status) => {
	refuseAll(0, status);
	const { counts, requests } = await runChecked(emulator(), reviews(250));

	expect(counts).toStrictEqual({ unsent: 250 });
	expect(requests).toHaveLength(1);
});

test('a run that meets 404 at once stops when others of the source meet it too', async () => {
	refuseAll(0, 404);
	const { counts, requests } = await runChecked(emulator(), reviews(250));

	expect(counts).toStrictEqual({ unsent: 250 });
	expect(requests.map(({ items }) => items)).toStrictEqual([100, 1, 99]);
});

test('a run whose keys are refused halfway keeps what was ingested', async () => {
	refuseAll(2);
	const { statuses, requests } = await runChecked(emulator(), reviews(500), {
		maxConcurrentRequests: 1,
	});

	expect(statuses).toStrictEqual([
		...Array<string>(200).fill('ingested'),
		...Array<string>(300).fill('unsent'),
	]);
	expect(requests).toHaveLength(3);
});

test('no request starts after one of five concurrent ones met refused keys', async () => {
	emulator().settings.responseDelayMs = 20;
	refuseAll(20);
	const { counts, requests } = await runChecked(emulator(), reviews(5_000));

	expect(counts).toStrictEqual({ ingested: 2_000, unsent: 3_000 });
	expect(requests.length).toBeLessThanOrEqual(25);
});
