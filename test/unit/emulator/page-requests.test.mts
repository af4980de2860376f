import { describe, expect, test } from '@jest/globals';
import { KEPT_BYTES, KEPT_REQUESTS } from '../../../tools/emulator/bodies.mts';
import { layOutJson } from '../../../tools/emulator/page/json-text.mts';
import { batch, call, ingest, listEvents, useEmulator } from '../../support/emulator.mts';

const emulator = useEmulator();

const show = async (path = '/') => (await call(emulator().url + path, { method: 'GET' })).text;
const opened = (id: number | string) => show(`/?request=${id}`);

/** The text of a piece of the page, as a reader sees it. */
const asRead = (html: string) =>
	html
		.replace(/<[^>]*>/g, '')
		.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));

/** The bodies that the page shows, request first. */
const bodies = (html: string) =>
	[...html.matchAll(/<pre>(.*?)<\/pre>/gs)].map(([, body]) => asRead(body!));

/** The reasons below the rows of requests, newest first. */
const reasons = (html: string) =>
	[...html.matchAll(/<td colspan="8" class="bad">(.*?)<\/td>/gs)].map(([, reason]) =>
		asRead(reason!),
	);

describe('the row of a request', () => {
	test('says why items failed', async () => {
		emulator().settings.maxBodyLength = 3;
		await ingest(emulator(), batch('a', 'b', 'c'));
		expect(reasons(await show())).toEqual([
			'a: Body text exceeds maximum length; b: Body text exceeds maximum length; 1 more',
		]);
	});

	test('says that items failed with no error in the response', async () => {
		emulator().faults.add({ kind: 'errors', unnamed: 1 });
		await ingest(emulator(), batch('a', 'b'));
		expect(reasons(await show())).toEqual(['1 failed with no error in the response']);
	});

	test('says why the request was refused', async () => {
		emulator().settings.tokensPerSecond = 0.001;
		await ingest(emulator(), { source_id: 's', items: [{ body: 'x' }] });
		await ingest(emulator(), batch('a'));
		await ingest(emulator(), batch('a'), { keys: 'no:no' });
		await listEvents(emulator(), { keys: null });
		expect(reasons(await show())).toEqual([
			'Invalid API key or secret key',
			'Invalid API key or secret key',
			'Too many requests',
			'items[0].unique_id: is required',
		]);
	});

	test('gives no reason where all is well, or a fault responds in place of the API', async () => {
		await ingest(emulator(), batch('a'));
		emulator().faults.add({ kind: 'status', status: 503 });
		await ingest(emulator(), batch('a'), { keys: 'no:no' });
		expect(reasons(await show())).toEqual([]);
	});

	test('leads to its bodies, and back', async () => {
		await ingest(emulator(), batch('a'));
		const page = await show('/?refresh=1');
		expect(bodies(page)).toEqual([]);
		const href = /<a href="([^"]*)" title="Show bodies">/.exec(page)?.[1]?.replace('&#38;', '&');
		expect(href).toBe('/?refresh=1&request=1#request-1');
		const open = await show(href);
		expect(bodies(open)).toHaveLength(2);
		expect(open).toContain('<a href="/?refresh=1#request-1" title="Hide bodies">');
		expect(open).toContain('http-equiv="refresh"');
	});
});

describe('an opened request', () => {
	test('shows both bodies as JSON in lines', async () => {
		emulator().settings.maxBodyLength = 4;
		await ingest(emulator(), '{"source_id":"s","items":[{"unique_id":"a","body":"of a"}]}');
		expect(bodies(await opened(1))).toEqual([
			[
				'{',
				'  "source_id": "s",',
				'  "items": [',
				'    {',
				'      "unique_id": "a",',
				'      "body": "of a"',
				'    }',
				'  ]',
				'}',
			].join('\n'),
			['{', '  "ingested": 1,', '  "failed": 0,', '  "errors": []', '}'].join('\n'),
		]);
	});

	test('shows what is no JSON unchanged', async () => {
		emulator().faults.add({ kind: 'html', status: 502 });
		await ingest(emulator(), '{no  JSON');
		const [request, response] = bodies(await opened(1));
		expect(request).toBe('{no  JSON');
		expect(response).toContain('Please sign in to continue.');
	});

	test('says that there was no body, or no response', async () => {
		emulator().faults.add({ kind: 'empty' }, { kind: 'reset' });
		await listEvents(emulator());
		await ingest(emulator(), batch('a'));
		await expect(ingest(emulator(), batch('a'))).rejects.toThrow();
		const get = await opened(1);
		expect(get).toContain('The request had no body.');
		expect(bodies(get)).toHaveLength(1);
		expect(await opened(2)).toContain('The response had no body.');
		expect(await opened(3)).toContain('No response was sent.');
	});

	test('shows the part of a response that was sent', async () => {
		emulator().faults.add({ kind: 'truncated', cut: 'connection', keepBytes: 14 });
		await expect(ingest(emulator(), batch('a'))).rejects.toThrow();
		expect(bodies(await opened(1))[1]).toBe('{"ingested":1,');
	});

	test('never shows the text of strangers as markup', async () => {
		const evil = `</pre><script>alert("1")</script>`;
		await ingest(emulator(), { source_id: 's', items: [{ unique_id: evil, created_at: evil }] });
		const page = await opened(1);
		expect(page).not.toContain('<script');
		expect(bodies(page)[0]).toContain(JSON.stringify(evil));
		expect(reasons(page)).toEqual(['items[0].created_at: must be an ISO 8601 date and time']);
	});

	test('shows neither headers nor keys, even where a key stands in a body', async () => {
		const { apiKey, secretKey } = emulator().settings;
		await ingest(emulator(), batch('a', `id-${secretKey}`, apiKey));
		const shown = bodies(await opened(1));
		expect(shown.join()).not.toContain(secretKey);
		expect(shown.join()).not.toContain(apiKey);
		expect(shown.join()).not.toMatch(/basic|authorization/i);
		expect(shown[0]).toContain('"id-[key]"');
	});

	test('shows the beginning of a large body, laid out like the others', async () => {
		const body = JSON.stringify({
			source_id: 's',
			items: [{ unique_id: 'a', body: 'é'.repeat(1_000_000) }],
		});
		await ingest(emulator(), body);
		const page = await opened(1);
		const [shown] = bodies(page);
		expect(shown).toMatch(/^\{\n {2}"source_id": "s",\n {2}"items": \[\n {4}\{\n.*é$/s);
		expect(Buffer.byteLength(shown!)).toBeLessThan(KEPT_BYTES + 1_000);
		const bytes = Buffer.byteLength(body).toLocaleString('en-US');
		expect(page).toContain(`the beginning of ${bytes} bytes; the rest is not kept`);
	});

	test('stays open when newer requests have come, until its bodies are no longer kept', async () => {
		for (let i = 0; i < KEPT_REQUESTS; i++) await ingest(emulator(), batch(`number ${i + 1}`));
		const first = await opened(1);
		expect(bodies(first)[0]).toContain('number 1');
		expect(first.match(/id="request-/g)).toHaveLength(9);
		await ingest(emulator(), batch('x'));
		expect(await opened(1)).toContain('The bodies of this request are no longer kept.');
	});

	test.each(['0', '2', '-1', 'x', ''])('is none where the address says request=%s', async (id) => {
		await ingest(emulator(), batch('a'));
		expect(bodies(await opened(id))).toEqual([]);
	});

	test('is forgotten by a reset', async () => {
		await ingest(emulator(), batch('before'));
		emulator().reset();
		await ingest(emulator(), batch('after'));
		expect(bodies(await opened(1))[0]).toContain('after');
	});
});

test('bodies are not among the records that the control endpoint lists', async () => {
	await ingest(emulator(), batch('a'));
	const { text } = await call(`${emulator().url}/_control/state`, { method: 'GET' });
	const { requests } = JSON.parse(text) as { requests: object[] };
	expect(JSON.stringify(requests)).not.toContain('of a');
});

test.each([
	['numbers and repeated names', '{"a":1e400,"a":12345678901234567890}'],
	['escapes', String.raw`{"a":"\u00e9\"\\","b":"{[,]}: "}`],
	['nothing', ''],
	['a body that is cut off in a string', '[{"a":"b\\'],
	['brackets that do not match', ']}{'],
])('laying out %s changes only the space between tokens', (_name, json) => {
	expect(layOutJson(json).replace(/\n *|(?<=": ?) /g, '')).toBe(json.replace(/(?<=": ?) /g, ''));
});

test.each([
	['{}', '{}'],
	['[ [ ] , { } ]', '[\n  [],\n  {}\n]'],
	['{"a":{"b":[1,2]}}', '{\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  }\n}'],
])('%s is laid out as JSON.stringify would', (json, laidOut) => {
	expect(layOutJson(json)).toBe(laidOut);
	expect(layOutJson(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
});
