import { afterEach, expect, test } from '@jest/globals';
import { File } from 'node:buffer';
import { FILE } from '../../../fixtures/sources/csv.mts';
import { readExample } from '../example.mts';
import { expectations } from '../expected/index.mts';
import type { ExamplesLine } from '../line.mts';

/** The file that the CSV example makes of the lines that did not arrive. */
export function csvCases(line: () => ExamplesLine): void {
	afterEach(() => line().session.api.reset());

	test('the lines to correct are a file with all their columns and the reason', async () => {
		const id = await line().add(readExample('csv-backfill'));
		const execution = await line().run(id, 'CSV Upload');
		const [row, ...others] = execution.rows('Lines to Correct');

		expect(others).toEqual([]);
		const [head, ...lines] = (await line().editor.download(row!)).replace('\uFEFF', '').split('\n');
		expect(head?.split(',').sort()).toEqual(
			['id', 'rating', 'comment', 'posted', 'unique_id', 'status', 'reason'].sort(),
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
		const id = await line().add(example);
		// As Excel saves it.
		const file = new File([`\uFEFF${FILE}`], 'feedback.csv', { type: 'text/csv' });
		const webhookId = form.webhookId!;
		const run = await line().editor.upload(id, { name: form.name, webhookId }, file);
		const execution = await line().session.instance.rest.finished(run);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(line().session.api.store.items('your-source-id')).toEqual(
			expectations['csv-backfill']!.items,
		);
		expect(execution.rows('Lines to Correct')).toHaveLength(1);
	});
}
