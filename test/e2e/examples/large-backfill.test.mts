import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { INode } from 'n8n-workflow';
import { z } from 'zod';
import { poll } from '../../../tools/shared/poll.mts';
import {
	isFeedbackNode,
	readExample,
	withCredential,
	withParameters,
} from '../../fixtures/examples.mts';
import { defaultN8nVersion } from '../../../tools/editor/n8n/versions.mts';
import { testedVersions } from '../packed.mts';
import { addRow, createDataTable, rowsOf } from './data-tables.mts';
import { startRestartableN8n, type RestartableN8n } from './restartable-n8n.mts';
import { serveTickets, ticketOf, type TicketsServer } from './tickets-server.mts';

const SOURCE = 'your-source-id';
const PART = 2000;
/** On the other lines of n8n fewer, which say as much and take a quarter of the time. */
const ALL = 40_000;
const ALL_ON_OTHERS = 10_000;
const TRIGGER = 'Every Minute';
/** A small machine. A part that takes longer than the interval waits for its turn. */
const ENVIRONMENT = {
	NODE_OPTIONS: '--max-old-space-size=512',
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
};
const versionSchema = z.object({ versionId: z.string() });

const named =
	(...names: string[]) =>
	({ name }: INode) =>
		names.includes(name);

describe.each(testedVersions())('n8n %s, large backfill with 512 MB of memory', (version) => {
	let n8n: RestartableN8n;
	let zendesk: TicketsServer | undefined;
	let marker: string;
	let toCorrect: string;
	let tables = 0;
	const all = version === defaultN8nVersion ? ALL : ALL_ON_OTHERS;
	beforeAll(async () => {
		n8n = await startRestartableN8n(version, ENVIRONMENT);
	}, 240_000);
	afterAll(async () => {
		await n8n.stop();
	});
	afterEach(async () => {
		await zendesk?.close();
		n8n.api.reset();
	});

	/** Does what the example's note says. Its rows are pinned for a first try, so they are unpinned. */
	async function setUp(tickets: ReadonlyArray<ReturnType<typeof ticketOf>>): Promise<string> {
		const { rest } = n8n.instance();
		zendesk = await serveTickets(tickets);
		tables++;
		marker = await createDataTable(rest, `backfill ${tables}`, {
			next_url: 'string',
			done: 'boolean',
		});
		await addRow(rest, marker, { next_url: zendesk.firstPage });
		toCorrect = await createDataTable(rest, `to_correct ${tables}`, {
			unique_id: 'string',
			reason: 'string',
		});
		const zendeskCredential = await rest.createCredential({
			name: 'Zendesk',
			type: 'zendeskApi',
			data: { subdomain: 'example', email: 'agent@example.com', apiToken: 'token' },
		});
		const table = (value: string) => ({ dataTableId: { __rl: true, mode: 'list', value } });
		let example = { ...readExample('large-backfill'), pinData: {} };
		example = withCredential(example, isFeedbackNode, 'amplitudeAiFeedbackApi', n8n.credentialId);
		example = withCredential(example, named('Read a Part'), 'zendeskApi', zendeskCredential);
		example = withParameters(example, named('Marker', 'Move Marker'), table(marker));
		example = withParameters(example, named('Keep for Correction'), table(toCorrect));
		// Not every minute, so that the test need not wait.
		example = withParameters(example, named(TRIGGER), {
			rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] },
		});
		return await rest.createWorkflow(example);
	}

	const run = async (id: string) => await n8n.instance().rest.runWorkflow(id, TRIGGER);
	const storedIds = () => n8n.api.store.items(SOURCE).map(({ unique_id }) => unique_id);
	const markerRow = async () => (await rowsOf(n8n.instance().rest, marker))[0]!;
	const sent = () => n8n.api.store.counts()[0]?.items ?? 0;

	test(`${all.toLocaleString('en')} tickets arrive once each, though n8n is killed in the middle and starts again`, async () => {
		const tickets = Array.from({ length: all }, (_, index) => ticketOf(index + 1));
		const id = await setUp(tickets);
		n8n.api.settings.responseDelayMs = 50;
		const { send } = n8n.instance().rest;
		const { versionId } = versionSchema.parse(await send('GET', `/workflows/${id}`));
		await send('POST', `/workflows/${id}/activate`, { versionId });

		const isMidPart = () => sent() > all / 2 && sent() % PART > 300 && sent() % PART < 1000;
		const slow = () => `${sent()} tickets arrived in time.`;
		await poll(isMidPart, { every: 2, within: 300_000, failure: slow });
		await n8n.kill();
		const sentBefore = sent();
		expect(sentBefore % PART).not.toBe(0);

		await n8n.startAgain();
		const isDone = async () => (await markerRow()).done;
		await poll(isDone, { every: 500, within: 300_000, failure: slow });

		const stored = new Set(storedIds());
		expect(storedIds()).toHaveLength(all);
		expect(tickets.filter(({ id }) => !stored.has(String(id)))).toEqual([]);
		// The part that was under way is sent twice, and no other.
		const times = new Map<string, number>();
		for (const { itemIds } of n8n.api.requests) {
			for (const itemId of itemIds) times.set(itemId, (times.get(itemId) ?? 0) + 1);
		}
		const twice = [...times].filter(([, count]) => count > 1);
		const parts = new Set(twice.map(([itemId]) => Math.ceil(Number(itemId) / PART)));
		expect([...parts]).toEqual([Math.ceil(sentBefore / PART)]);
		expect(Math.max(...times.values())).toBe(2);
		expect(await rowsOf(n8n.instance().rest, toCorrect)).toEqual([]);
	}, 660_000);

	test('the sample rows are delivered before there are tables, without what an agent wrote first', async () => {
		const { rest } = n8n.instance();
		const example = readExample('large-backfill');
		const id = await rest.createWorkflow(
			withCredential(example, isFeedbackNode, 'amplitudeAiFeedbackApi', n8n.credentialId),
		);
		const execution = await run(id);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(execution.rows('Amplitude AI Feedback')).toMatchObject([{ json: { ingested: 2 } }]);
		expect(n8n.api.store.items(SOURCE)).toMatchObject([
			{
				unique_id: '35436',
				body: 'I need to export my dashboard data to Excel but I cannot find the option',
				created_at: '2026-03-10T09:00:00Z',
				url: 'https://example.zendesk.com/agent/tickets/35436',
			},
			{ unique_id: '35437', body: 'Call from Jane Doe' },
		]);
	});

	test('a ticket that is refused is kept with its reason, and the marker moves on', async () => {
		const id = await setUp([ticketOf(1), ticketOf(2, 'long '.repeat(5000)), ticketOf(3)]);
		const execution = await run(id);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(storedIds()).toEqual(['1', '3']);
		const { rest } = n8n.instance();
		expect(await rowsOf(rest, toCorrect)).toMatchObject([
			{ unique_id: '2', reason: expect.stringMatching(/^Row 2: \S+/) },
		]);
		expect(await markerRow()).toMatchObject({ done: true });
		expect((await run(id)).rows('Read a Part')).toEqual([]);
	});

	test('a part that is not sent fails the run, and the next run sends it', async () => {
		const id = await setUp([ticketOf(1), ticketOf(2)]);
		const { settings } = n8n.api;
		const { secretKey } = settings;
		settings.secretKey = 'another-key';
		const refused = await run(id);
		settings.secretKey = secretKey;

		expect(refused).toMatchObject({
			status: 'error',
			error: expect.stringMatching(/^Not every ticket of this part was sent.*refused the keys/),
		});
		expect(await markerRow()).toMatchObject({ next_url: zendesk!.firstPage, done: null });
		expect(await rowsOf(n8n.instance().rest, toCorrect)).toEqual([]);

		expect(await run(id)).toMatchObject({ status: 'success', error: undefined });
		expect(storedIds()).toEqual(['1', '2']);
		expect(await markerRow()).toMatchObject({ done: true });
	});
});
