import { describe, expect, test } from '@jest/globals';
import { ADDED_REPLY, CALL_TRANSCRIPT, SUPPORT_TICKET } from './documentation-examples.mts';
import type { FeedbackItem } from '../../../tools/emulator/schema.mts';
import { batch, call, ingest, until, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

const show = (path = '/') => call(emulator().url + path, { method: 'GET' });
const send = (...items: FeedbackItem[]) => ingest(emulator(), { source_id: 's', items });

/** Ids in the order in which the page shows them. */
const shownIds = (text: string) => [...text.matchAll(/<code>(.*?)<\/code>/g)].map(([, id]) => id);

/** What a number on the page says, by its name. */
const numberOf = (text: string, name: string) =>
	new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`).exec(text)?.[1];

function fill(source: string, count: number): void {
	for (let i = 1; i <= count; i++) {
		emulator().store.upsert(source, { unique_id: `i${i}`, body: `text ${i}` });
	}
}

describe('the page', () => {
	test('says that nothing has arrived', async () => {
		const { status, headers, text } = await show();
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('text/html; charset=utf-8');
		expect(text).toContain('Nothing has arrived yet.');
		expect(text).toContain('No request has come yet.');
	});

	test('shows a conversation inside its item, in order', async () => {
		await ingest(emulator(), SUPPORT_TICKET);
		await ingest(emulator(), ADDED_REPLY);
		await ingest(emulator(), CALL_TRANSCRIPT);
		const { text } = await show();
		const [, call, ticket] = text.split('<article>').map((piece) => piece.split('</article>')[0]!);
		expect(shownIds(call!)).toEqual(['call-123', 'call-123-1', 'call-123-2']);
		expect(call).toContain('No text of its own');
		expect(shownIds(ticket!)).toEqual([
			'ticket-456',
			'ticket-456-1',
			'ticket-456-2',
			'ticket-456-3',
		]);
		expect(ticket!.indexOf('<ol class="thread">')).toBeLessThan(ticket!.indexOf('ticket-456-1<'));
		expect(ticket!.match(/<li>/g)).toHaveLength(3);
		for (const detail of [
			'<b>Jane Doe</b>',
			'<time>2026-03-10T09:00:00Z</time>',
			'user ID user-123',
			'agent@company.com',
			'href="https://support.example.com/tickets/456/1"',
			'under Settings &#62; Data Export.',
		]) {
			expect(ticket).toContain(detail);
		}
	});

	test('shows numbers of requests, items, messages, sources and faults', async () => {
		await ingest(emulator(), SUPPORT_TICKET);
		await ingest(emulator(), batch('a', 'b'));
		emulator().faults.add({ kind: 'stall' }, { kind: 'stall' });
		const { text } = await show();
		expect(
			['Requests', 'Items', 'Messages', 'Sources', 'Faults waiting'].map((name) =>
				numberOf(text, name),
			),
		).toEqual(['2', '3', '2', '2', '2']);
		expect(text).toContain('<h2>Source YOUR_SOURCE_ID <small>1 item, 2 messages; last');
		expect(text).toContain('<h2>Source s <small>2 items; last');
	});

	test('tells of faults, and what they are, only while there are any', async () => {
		expect((await show()).text).not.toMatch(/fault is|Faults waiting/);
		emulator().faults.add({ kind: 'status', status: 503 });
		expect((await show()).text).toContain('A fault is a planned failure: the next request that');
		await ingest(emulator(), batch('a'));
		expect((await show()).text).not.toMatch(/fault is|Faults waiting/);
	});

	test('shows the last requests, newest first, with their outcome', async () => {
		await ingest(emulator(), batch('a'));
		await ingest(emulator(), batch('a'), { keys: null });
		emulator().faults.add({ kind: 'reset' }, { kind: 'errors', unnamed: 1 }, { kind: 'stall' });
		await expect(ingest(emulator(), batch('a'))).rejects.toThrow();
		await ingest(emulator(), batch('a', 'b'));
		const signal = AbortSignal.timeout(400);
		const gaveUp = expect(ingest(emulator(), batch('c'), { signal })).rejects.toBeDefined();
		await until(() => emulator().requests.at(-1)?.fault === 'stall');
		const rows = (await show()).text
			.split('<tr>')
			.slice(2)
			.map((row) =>
				row
					.replace(/<[^>]*>/g, ' ')
					.replace(/\s+/g, ' ')
					.trim(),
			);
		expect(rows).toEqual([
			expect.stringMatching(/^5 .*\/ingest in flight 1 .* right stall/),
			expect.stringMatching(/^4 .*\/ingest 200, 1 failed 2 .* right errors/),
			expect.stringMatching(/^3 .*\/ingest cut off 1 .* right reset/),
			expect.stringMatching(/^2 .*\/ingest 401 1 0 \d+ wrong/),
			expect.stringMatching(/^1 .*\/ingest 200 1 0 \d+ right/),
		]);
		await gaveUp;
		await until(() => emulator().log.inFlight === 0);
		expect((await show()).text).toContain('client left');
	});

	test('shows only the last of many requests, and says so', async () => {
		for (let i = 0; i < 10; i++) await ingest(emulator(), batch('a'));
		const { text } = await show();
		expect(text).toContain('<small>the last 8</small>');
		expect(text).toContain('<td class="number">10</td>');
		expect(text).not.toContain('<td class="number">2</td>');
	});
});

describe('text that arrived', () => {
	test('is never shown as markup', async () => {
		const evil = `<script>alert("1")</script>&amp;'x'`;
		const fields = { author: evil, email: evil, user_id: evil, url: evil, body: evil };
		emulator().settings.createdAt = 'any';
		emulator().faults.add({ kind: 'delay', delayMs: 1, name: evil });
		await ingest(emulator(), {
			source_id: evil,
			items: [
				{
					unique_id: evil,
					created_at: evil,
					...fields,
					conversation_parts: [{ unique_id: evil, created_at: evil, ...fields }],
				},
			],
		});
		await call(`${emulator().url}/${encodeURIComponent(evil)}`, { method: 'GET' });
		const { text, headers } = await show();
		expect(text).not.toMatch(/<script|alert\("|'x'/);
		const escaped = '&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#38;amp;&#39;x&#39;';
		expect(text.split(escaped)).toHaveLength(1 + 1 + 7 + 7 + 1);
		expect(headers['content-security-policy']).toContain("default-src 'none'");
	});

	test('becomes a link only where it is an address of the web', async () => {
		await send(
			{ unique_id: 'a', url: 'javascript://%0aalert(1)' },
			{ unique_id: 'b', url: 'https://example.com/?a=1&b="2"' },
		);
		const { text } = await show();
		expect(text).not.toContain('href="javascript');
		expect(text).toContain('<span>javascript://%0aalert(1)</span>');
		expect(text).toContain('href="https://example.com/?a=1&#38;b=&#34;2&#34;"');
	});

	test('keeps its white space, and is cut where it is huge', async () => {
		await send(
			{ unique_id: 'a', body: 'one\n  two\t ' },
			{ unique_id: 'b', body: 'x'.repeat(1_000_000) },
		);
		const { text } = await show();
		expect(text).toContain('<p class="text">one\n  two\t </p>');
		expect(text).toContain('… 998,000 more characters');
		expect(text.length).toBeLessThan(20_000);
	});
});

describe('many items', () => {
	test('5,000 items come in pages', async () => {
		fill('s', 5_000);
		const first = await show();
		expect(shownIds(first.text)).toEqual(Array.from({ length: 50 }, (_, i) => `i${5_000 - i}`));
		expect(first.text).toContain('<span>Page 1 of 100</span>');
		const older = /<a href="([^"]*)">Older<\/a>/.exec(first.text)?.[1];
		expect(shownIds((await show(older)).text)[0]).toBe('i4950');
		const end = /<a href="([^"]*)">Last<\/a>/.exec(first.text)?.[1];
		const last = await show(end);
		expect(shownIds(last.text).at(-1)).toBe('i1');
		expect(last.text).not.toContain('>Older</a>');
		expect(first.text).not.toContain('>Newer</a>');
	});

	test.each(['0', '-1', '101', '1e3', 'x', '', '2&page=3'])(
		'the address ?page=%s shows a page',
		async (page) => {
			fill('s', 120);
			const { status, text } = await show(`/?page=${page}`);
			expect(status).toBe(200);
			expect(shownIds(text).length).toBeGreaterThan(0);
		},
	);

	test('several sources show their last items each, with a link to all of one', async () => {
		fill('one & two', 60);
		fill('three', 3);
		const { text } = await show();
		expect(shownIds(text)).toHaveLength(13);
		const link = /<a href="([^"]*)">All 60 items<\/a>/.exec(text)?.[1]?.replaceAll('&#38;', '&');
		const chosen = await show(link);
		expect(shownIds(chosen.text)).toHaveLength(50);
		expect(chosen.text).toContain('>All sources</a>');
	});

	test('a long conversation is shown by its ends', async () => {
		const conversation_parts = Array.from({ length: 1_000 }, (_, i) => ({
			unique_id: `p${i + 1}`,
			body: 'x',
		}));
		await send({ unique_id: 'a', conversation_parts });
		const { text } = await show();
		expect(shownIds(text)).toHaveLength(31);
		expect(shownIds(text).at(-1)).toBe('p1000');
		expect(text).toContain('… 970 messages not shown …');
	});

	test('of several sources the one that was sent to last comes first', async () => {
		for (const source of ['demo', 'mine', 'other']) fill(source, 1);
		fill('mine', 2);
		const { text } = await show();
		const shown = [...text.matchAll(/<h2>Source (\w+)/g)].map(([, source]) => source);
		expect(shown).toEqual(['mine', 'other', 'demo']);
	});

	test('of very many sources the last used ones are shown', async () => {
		for (let i = 0; i < 25; i++) fill(`source-${i}`, 1);
		const { text } = await show();
		expect(text).toContain('5 sources more not shown.');
		expect(text).toContain('<h2>Source source-24 ');
		expect(text).not.toContain('<h2>Source source-4 ');
	});
});

test('the page refreshes by itself where its address says so', async () => {
	expect((await show()).text).not.toContain('http-equiv');
	const { text } = await show('/?refresh=1');
	expect(text).toContain('<meta http-equiv="refresh" content="2">');
	expect(text).toContain('<a href="/">Stop refreshing</a>');
});
