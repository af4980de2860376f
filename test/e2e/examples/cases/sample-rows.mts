import { afterEach, expect, test } from '@jest/globals';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { isFeedbackNode, readExample, type Example } from '../../../fixtures/examples.mts';
import { expectations, type Expectation } from '../../../fixtures/example-expectations.mts';
import type { ExamplesN8n } from '../examples-n8n.mts';

const SOURCE = 'your-source-id';
const names = Object.keys(expectations);

function statusesIn(execution: Execution, example: Example): Record<string, unknown[]> {
	return Object.fromEntries(
		example.nodes
			.filter(isFeedbackNode)
			.map(({ name }) => [name, execution.rows(name).map(({ json }) => json.status)]),
	);
}

function rowCounts(execution: Execution, { ends }: Expectation): Record<string, number> {
	return Object.fromEntries(Object.keys(ends).map((name) => [name, execution.rows(name).length]));
}

function expectedCounts({ ends }: Expectation, which: 0 | 1): Record<string, number> {
	return Object.fromEntries(Object.entries(ends).map(([name, counts]) => [name, counts[which]]));
}

/** The reason of each row that reaches a node, by the error output as well. */
function reasonsAt(execution: Execution, node: string): unknown[] {
	return execution
		.rows(node)
		.map(({ json }) => (json.error as { reason?: unknown } | undefined)?.reason ?? json.reason);
}

/** Tests of each example as imported: with its sample rows, and without the credentials of its source. */
export function sampleRowsCases(n8n: () => ExamplesN8n): void {
	const ids = new Map<string, string>();
	afterEach(() => {
		const { api } = n8n().session;
		api.settings.maxBodyLength = 10_000;
		api.reset();
	});

	async function run(name: string): Promise<Execution> {
		const id = ids.get(name) ?? (await n8n().add(readExample(name)));
		ids.set(name, id);
		return await n8n().run(id, expectations[name]!.start);
	}

	test.each(names)('%s delivers its sample rows', async (name) => {
		const expected = expectations[name]!;
		if (expected.after !== undefined) await run(expected.after);
		const execution = await run(name);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(n8n().session.api.store.items(SOURCE)).toEqual(expected.items);
		expect(statusesIn(execution, readExample(name))).toEqual(expected.statuses);
		expect(rowCounts(execution, expected)).toEqual(expectedCounts(expected, 0));
	});

	test.each(names)('%s leads refused rows to the branch that reports them', async (name) => {
		const expected = expectations[name]!;
		const { api } = n8n().session;
		api.settings.maxBodyLength = 1;
		const execution = await run(name);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(api.store.items(SOURCE)).toEqual([]);
		expect(rowCounts(execution, expected)).toEqual(expectedCounts(expected, 1));
		const reasons = Object.keys(expected.ends)
			.filter((end) => end.includes('Needs'))
			.flatMap((end) => reasonsAt(execution, end));
		for (const reason of reasons) expect(reason).toMatch(/^Row \d+: \S+/);
	});
}
