import { afterEach, expect, test } from '@jest/globals';
import { File } from 'node:buffer';
import { FILE, items } from '../../../fixtures/sources/csv.mts';
import { readExample } from '../../../fixtures/examples.mts';
import type { ExamplesN8n } from '../examples-n8n.mts';

const RESULT = ['unique_id', 'status', 'next', 'reason', 'request', 'attempts'];

/** Tests of the CSV file that comes in by a form, and of the one made of the lines that did not arrive. */
export function csvCases(n8n: () => ExamplesN8n): void {
	afterEach(() => n8n().session.api.reset());

	test('the lines to correct are a file with all their columns and the reason', async () => {
		const id = await n8n().add(readExample('csv-backfill'));
		const execution = await n8n().run(id, 'CSV Upload');
		const [row, ...others] = execution.rows('Lines to Correct');

		expect(others).toEqual([]);
		const [head, ...lines] = (await n8n().editor.download(row!)).replace('\uFEFF', '').split('\n');
		expect(head?.split(',').sort()).toEqual(
			['id', 'rating', 'comment', 'posted', ...RESULT].sort(),
		);
		expect(lines.filter((text) => text !== '')).toEqual([
			expect.stringMatching(
				/30000000000000000002.*Also nice.*17\.03\.2026.*rejected.*Row 4: .*cannot be read as a date/,
			),
		]);
	});

	test('a file that is uploaded in its form arrives as the sample lines do', async () => {
		const example = { ...readExample('csv-backfill'), pinData: {} };
		const form = example.nodes.find(({ name }) => name === 'CSV Upload')!;
		const id = await n8n().add(example);
		// As Excel saves it.
		const file = new File([`\uFEFF${FILE}`], 'feedback.csv', { type: 'text/csv' });
		const webhookId = form.webhookId!;
		const run = await n8n().editor.upload(id, { name: form.name, webhookId }, file);
		const execution = await n8n().session.instance.rest.finished(run);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(n8n().session.api.store.items('your-source-id')).toEqual(items);
		expect(execution.rows('Lines to Correct')).toHaveLength(1);
	});
}
