import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { formatFixtures } from '../../fixtures/message-formats.mts';
import {
	KNOWN_FORMATS,
	knownFormat,
} from '../../../nodes/AmplitudeAiFeedback/mapping/formats/index.ts';
import {
	type HtmlToText,
	isSent,
	type MessageFormat,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messageFormat.ts';
import { RowError } from '../../../nodes/AmplitudeAiFeedback/mapping/rowError.ts';
import { loadPlainText } from '../../../nodes/AmplitudeAiFeedback/mapping/plainText.ts';
import { mapMessages } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { attempt, errorOf, planOf } from './support.mts';
import { atOnce } from '../../../tools/shared/at-once.mts';

let htmlToText: HtmlToText;
beforeAll(async () => {
	htmlToText = await loadPlainText();
});

const NAMES = KNOWN_FORMATS.map(({ value }) => value);

function mapped(name: string, messages: unknown[], row: object = formatFixtures[name]!.row) {
	const context = {
		...planOf({ generateIds: true }),
		idScope: ['source', 'item'],
		row,
		htmlToText,
	};
	return atOnce(mapMessages(messages, formatOf(name), context));
}

function formatOf(name: string): MessageFormat {
	const format = knownFormat(name);
	if (format === undefined) throw new Error(`There is no format "${name}"`);
	return format;
}

test('each known format has a fixture', () => {
	expect(Object.keys(formatFixtures).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('the format %s', (name) => {
	const { messages, notices = [], row, texts, first, isPublic } = formatFixtures[name]!;

	test('gives the public messages that have a text, in their order', () => {
		const result = mapped(name, [...messages, ...notices]);
		expect(result.messages.map(({ body }) => body)).toEqual(texts);
		expect(result.messages[0]).toEqual(first);
		expect(result.messageErrors).toEqual([]);
		const left = result.omittedMessages + result.filteredMessages;
		expect(left).toBe(messages.length + notices.length - texts.length);
	});

	test('sends nothing private where a property is missing, whichever it is', () => {
		for (const message of messages) {
			for (const changed of withoutEachProperty(message)) {
				if (!isPublic(message)) expect(isSent(changed, formatOf(name))).toBe(false);
				if (isSent(changed, formatOf(name))) expect(isPublic(changed)).toBe(true);
				// And whatever is sent, it is mapped or refused by name.
				expect(() => mapped(name, [changed, ...messages], row)).not.toThrow();
			}
		}
	});

	test('sends nothing private, whatever the values of a message are', () => {
		const properties = [...new Set(messages.flatMap(Object.keys))];
		const own = messages.flatMap((message) => Object.values(message));
		const odd = fc.constantFrom<unknown>(
			null,
			true,
			false,
			'true',
			'false',
			0,
			1,
			'',
			{},
			[],
			'note',
		);
		const value = fc.oneof(fc.constantFrom(...own), odd);
		const message = fc.record(Object.fromEntries(properties.map((key) => [key, value])), {
			requiredKeys: [],
		});
		fc.assert(
			fc.property(message, (given) => {
				const isText = Object.values(given).some((one) => one === 'true' || one === 'false');
				// As text they are the same, and some tools give them so.
				if (!isText && isSent(given, formatOf(name))) {
					expect(isPublic(given as IDataObject)).toBe(true);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('refuses messages of another shape, naming their properties', () => {
		const others = [{ number: 1, said: 'Hello' }, { number: 2 }];
		expect(errorOf(() => mapped(name, others))).toMatchObject({
			kind: 'otherFormat',
			properties: ['number', 'said'],
		});
	});
});

/** Copies of a message, each without one of its properties, also of those within. */
function withoutEachProperty(message: IDataObject): IDataObject[] {
	return Object.entries(message).flatMap(([key, value]) => {
		const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		const inner = isObject ? withoutEachProperty(value as IDataObject) : [];
		return [rest, ...inner.map((changed) => ({ ...message, [key]: changed }))];
	});
}

describe('the authors of messages that name them by ID', () => {
	const comment = { id: 1, public: true, plain_body: 'Hello', author_id: 7 };
	const author = (row: object) => mapped('zendesk', [comment], row).messages[0]?.author;

	test.each<[string, object, string | undefined]>([
		['a row that lists them', { users: [{ id: 7, name: 'Jane Doe' }] }, 'Jane Doe'],
		['IDs that are text', { users: [{ id: '7', name: 'Jane Doe' }] }, 'Jane Doe'],
		['a row without them', {}, undefined],
		['a user who was deleted', { users: [{ id: 8, name: 'Jane Doe' }] }, undefined],
		['a list that is none', { users: 'Jane Doe' }, undefined],
		['a list with holes', { users: [null, 7, { id: 7, name: 'Jane Doe' }] }, 'Jane Doe'],
	])('are found in %s', (_what, row, name) => {
		expect(author(row)).toBe(name);
	});
});

test('the sender of a Front message is its author, or stands among its recipients', () => {
	const { messages } = mapped('front', formatFixtures.front!.messages);
	expect(messages.map(({ email }) => email)).toEqual(['agent@example.com', 'jane.doe@example.com']);
	const chat = {
		...formatFixtures.front!.messages[2],
		recipients: [{ handle: '+1', role: 'from' }],
	};
	expect(mapped('front', [chat]).messages[0]).not.toHaveProperty('email');
});

test('every message of an array is sent, left out or named in an error, whatever the array holds', () => {
	const known = Object.values(formatFixtures).flatMap(({ messages }) => messages);
	const element = fc.oneof(fc.constantFrom<unknown>(...known), fc.anything());
	const outcomes = new Set<string>();
	fc.assert(
		fc.property(fc.constantFrom(...NAMES), fc.array(element), (name, array) => {
			const result = attempt(() => mapped(name, array, {}));
			outcomes.add(result instanceof RowError ? result.details.kind : 'mapped');
			if (result instanceof RowError) return;
			const { messages, omittedMessages, filteredMessages, messageErrors } = result;
			const leftOut = omittedMessages + filteredMessages + messageErrors.length;
			expect(messages.length + leftOut).toBe(array.length);
		}),
		{ numRuns: 500 },
	);
	expect([...outcomes]).toContain('mapped');
});

describe('a message in HTML', () => {
	const part = (body: string) => ({ id: '1', part_type: 'comment', body });
	const bodies = (message: object, name = 'intercom') =>
		mapped(name, [message]).messages.map(({ body }) => body);

	test('becomes plain text, and is left out where nothing remains', () => {
		expect(bodies(part('<p>a &lt; b</p><p>Bye</p>'))).toEqual(['a < b\n\nBye']);
		expect(mapped('intercom', [part('<p><img src="x"></p>')])).toMatchObject({
			messages: [],
			omittedMessages: 1,
		});
	});

	test('is taken as plain text where the source has that too', () => {
		const comment = { id: 1, public: true, html_body: '<p>HTML</p>' };
		expect(bodies({ ...comment, plain_body: '<b> is a tag' }, 'zendesk')).toEqual(['<b> is a tag']);
		expect(bodies(comment, 'zendesk')).toEqual(['HTML']);
		expect(bodies({ ...comment, plain_body: '' }, 'zendesk')).toEqual([]);
	});

	test('keeps the generated ID that it has without the conversion', () => {
		const message = { part_type: 'comment', body: '<p>Hello</p>' };
		const context = { ...planOf({ generateIds: true }), idScope: ['source', 'item'], row: {} };
		const [raw] = atOnce(mapMessages([message], formatOf('intercom'), context)).messages;
		expect(mapped('intercom', [message]).messages).toEqual([{ ...raw, body: 'Hello' }]);
	});
});

describe('a turn of a Gong call', () => {
	const turn = { speakerId: 's', sentences: [{ start: 500, text: 'Yes.' }] };
	const first = (row: object) => mapped('gong', [turn], row);

	test('has no ID of its own without that of the call, and no time without its start', () => {
		const [message] = first({}).messages;
		expect(message).toEqual({ unique_id: expect.stringMatching(/^gen-/), body: 'Yes.' });
		const local = { metaData: { id: '1', started: '2026-03-15T10:30:00' } };
		expect(first(local).messages[0]).toEqual({ unique_id: '1-s-500', body: 'Yes.' });
	});

	test('is refused by name where the ID of the call has lost digits', () => {
		const row = { metaData: { id: Number('17782342274025937895') } };
		expect(first(row).messageErrors).toMatchObject([{ kind: 'inexactNumber', field: 'unique_id' }]);
	});
});
