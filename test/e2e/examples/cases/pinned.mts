import { afterEach, expect, test } from '@jest/globals';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { isFeedbackNode, readExample, type Example } from '../example.mts';
import type { Expectation } from '../expected/expectation.mts';
import { expectations } from '../expected/index.mts';
import type { ExamplesLine } from '../line.mts';

const SOURCE = 'your-source-id';
const names = Object.keys(expectations);

function statusesIn(execution: Execution, example: Example): Record<string, unknown[]> {
	return Object.fromEntries(
		example.nodes
			.filter(isFeedbackNode)
			.map(({ name }) => [name, execution.rows(name).map(({ json }) => json.status)]),
	);
}

function rowsAt(execution: Execution, { ends }: Expectation): Record<string, number> {
	return Object.fromEntries(Object.keys(ends).map((name) => [name, execution.rows(name).length]));
}

function countsOf({ ends }: Expectation, which: 0 | 1): Record<string, number> {
	return Object.fromEntries(Object.entries(ends).map(([name, counts]) => [name, counts[which]]));
}

/** Each example as it is imported: with its sample rows, and without the credentials of its source. */
export function pinnedCases(line: () => ExamplesLine): void {
	const ids = new Map<string, string>();
	afterEach(() => {
		const { api } = line().session;
		api.settings.maxBodyLength = 10_000;
		api.reset();
	});

	async function run(name: string): Promise<Execution> {
		const id = ids.get(name) ?? (await line().add(readExample(name)));
		ids.set(name, id);
		return await line().run(id, expectations[name]!.start);
	}

	test.each(names)('%s delivers its sample rows', async (name) => {
		const expected = expectations[name]!;
		if (expected.after !== undefined) await run(expected.after);
		const execution = await run(name);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(line().session.api.store.items(SOURCE)).toEqual(expected.items);
		expect(statusesIn(execution, readExample(name))).toEqual(expected.statuses);
		expect(rowsAt(execution, expected)).toEqual(countsOf(expected, 0));
		for (const [end, messages] of Object.entries(expected.messages ?? {})) {
			expect(execution.rows(end).map(({ json }) => json)).toEqual(
				messages.map((message) => ({ message: expect.stringMatching(message) })),
			);
		}
	});

	test.each(names)('%s brings refused rows to the end that says so', async (name) => {
		const expected = expectations[name]!;
		const { api } = line().session;
		api.settings.maxBodyLength = 1;
		const execution = await run(name);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(api.store.items(SOURCE)).toEqual([]);
		expect(rowsAt(execution, expected)).toEqual(countsOf(expected, 1));
		const said = Object.keys(expected.ends)
			.filter((end) => /Look/.test(end))
			.flatMap((end) => execution.rows(end).map(({ json }) => String(json.message)));
		for (const message of said) expect(message).toMatch(/Row \d+: \S+/);
	});
}
