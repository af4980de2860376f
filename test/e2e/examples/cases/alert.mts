import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { readExample, withCredential } from '../../../fixtures/examples.mts';
import type { ExamplesN8n } from '../examples-n8n.mts';
import { startMailServer, type MailServer } from '../mail-server.mts';

const TRIGGER = 'Every Night at 2';
const isMail = ({ name }: INode) => name === 'Tell the Team';
const example = readExample('alert-on-problems');
const sample = example.pinData.Answers!.map(({ json }) => json);
const bad = sample.find((row) => row['Answered At'] === 'last Tuesday')!;

/** Tests of the message that is sent when too many rows were not ingested. */
export function alertCases(n8n: () => ExamplesN8n): void {
	let mail: MailServer;
	let smtp: string;
	beforeAll(async () => {
		mail = await startMailServer();
		smtp = await n8n().session.instance.rest.createCredential({
			name: 'Mail',
			type: 'smtp',
			data: { host: '127.0.0.1', port: mail.port, secure: false, disableStartTls: true },
		});
	});
	afterAll(() => mail.close());
	afterEach(() => n8n().session.api.reset());

	/** Runs the workflow on these answers, and returns what was mailed. */
	async function mailsAbout(answers: readonly IDataObject[]): Promise<string[]> {
		const before = mail.messages.length;
		const pinData = { Answers: answers.map((json) => ({ json })) };
		const id = await n8n().add(withCredential({ ...example, pinData }, isMail, 'smtp', smtp));
		const execution = await n8n().run(id, TRIGGER);
		expect(execution).toMatchObject({ status: 'success', error: undefined });
		return mail.messages.slice(before);
	}
	const ingested = (execution: Execution) =>
		execution.rows('Amplitude AI Feedback').map(({ json }) => json.ingested);

	test('the sample rows are delivered without a mail server, and the branch of the message runs', async () => {
		const execution = await n8n().run(await n8n().add(example), TRIGGER);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(ingested(execution)).toEqual([9]);
		expect(execution.rows('Tell the Team')).toHaveLength(1);
	});

	test('one message names the counts, the reason and a row, if more than 5 % were not ingested', async () => {
		const [message, ...others] = await mailsAbout([...sample, bad]);

		expect(others).toEqual([]);
		expect(message).toContain(
			'Subject: Amplitude AI Feedback: 18.18 % of the rows were not ingested',
		);
		expect(message).toContain('9 of 11 rows were ingested.');
		expect(message).toContain('2 rejected, 0 partly saved');
		expect(message).toMatch(/Most frequent reason \(2 rows\):\n.*cannot be read as a date/);
		expect(message).toContain('For example row 7, Unique ID answer-7');
	});

	test('no message is sent if 4 % were not ingested', async () => {
		const good = sample.filter((row) => row !== bad);
		const answers = Array.from({ length: 24 }, (_, index) => ({
			...good[index % good.length]!,
			ID: `answer-${100 + index}`,
		}));

		expect(await mailsAbout([bad, ...answers])).toEqual([]);
		expect(n8n().session.api.store.items('your-source-id')).toHaveLength(24);
	});

	test('one message is sent if no row could be sent', async () => {
		const { settings } = n8n().session.api;
		const { secretKey } = settings;
		settings.secretKey = 'another-key';
		const messages = await mailsAbout(sample).finally(() => (settings.secretKey = secretKey));

		expect(messages).toEqual([expect.stringContaining('100 % of the rows were not ingested')]);
		expect(messages[0]).toContain('0 of 10 rows were ingested.');
		expect(messages[0]).toContain('refused the keys');
	});
}
