import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_PATHS, toPart, toParts } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';

const CONTEXT = { timeZone: 'UTC', generateIds: true, idScope: [] };

/** The text that is read from an element at a path; undefined when the path leads nowhere. */
function bodyAt(path: string, element: unknown): string | undefined {
	return toParts([element], { ...API_PATHS, body: path }, CONTEXT).parts[0]?.body;
}

describe('the property of an array element that holds a field', () => {
	test('every field has a path of its own', () => {
		const paths = {
			unique_id: 'id',
			body: 'content.text',
			author: 'from.name',
			email: 'from.contact.email',
			user_id: 'from.id',
			created_at: 'ts',
			url: 'links.0',
		};
		const element = {
			id: 17,
			content: { text: 'Hello' },
			from: { name: 'Jane Doe', contact: { email: 'jane@example.com' }, id: 'user-123' },
			ts: '1773570600.000247',
			links: ['https://example.com/1', 'https://example.com/2'],
			body: 'not this one',
		};
		expect(toParts([element], paths, CONTEXT).parts).toEqual([
			{
				unique_id: '17',
				body: 'Hello',
				author: 'Jane Doe',
				email: 'jane@example.com',
				user_id: 'user-123',
				created_at: '2026-03-15T10:30:00Z',
				url: 'https://example.com/1',
			},
		]);
	});

	test('is found through objects and arrays', () => {
		const element = { messages: [{ text: 'first' }, { text: 'second' }] };
		expect(bodyAt('messages.1.text', element)).toBe('second');
		expect(bodyAt('messages.2.text', element)).toBeUndefined();
		expect(bodyAt('messages.text', element)).toBeUndefined();
	});

	test('is found wherever a path of plain names leads', () => {
		const name = fc.stringMatching(/^[a-z_$ ]{1,8}$/);
		fc.assert(
			fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
				const element = names.reduceRight<unknown>((value, key) => ({ [key]: value }), 'Hello');
				expect(bodyAt(names.join('.'), element)).toBe('Hello');
			}),
		);
	});

	test('is the one whose name is the whole path, if there is one', () => {
		const element = { 'content.text': 'by its name', content: { text: 'by its path' } };
		expect(bodyAt('content.text', element)).toBe('by its name');
		expect(bodyAt('content.text', { 'content.text': null, content: { text: 'x' } })).toBe(
			undefined,
		);
	});

	test('is nowhere for an empty path, even where a property has no name', () => {
		expect(bodyAt('', { '': 'x', body: 'y' })).toBeUndefined();
	});

	test.each(['content.text', 'content.text.more', 'content..text', '.content', 'content.'])(
		'is nowhere when a step of %j is missing or has no properties',
		(path) => {
			for (const content of [undefined, null, 7, 'text', true]) {
				expect(bodyAt(path, { content })).toBeUndefined();
			}
		},
	);
});

describe('only what an element holds itself is read', () => {
	test.each([
		'constructor.name',
		'__proto__.body',
		'__proto__.constructor.name',
		'toString.name',
		'text.length',
		'list.at.name',
	])('%s leads nowhere', (path) => {
		const inherited = Object.create({ body: 'inherited' }) as object;
		expect(bodyAt(path, Object.assign(inherited, { text: 'Hello', list: ['x'] }))).toBeUndefined();
	});

	test('inherited fields are not read', () => {
		expect(bodyAt('body', Object.create({ body: 'inherited' }))).toBeUndefined();
	});

	test('an own property called __proto__ is one like any other', () => {
		expect(bodyAt('__proto__.body', JSON.parse('{"__proto__":{"body":"own"}}'))).toBe('own');
	});

	test('a mapped message whose text is inherited has no text', () => {
		const message = Object.create({ body: 'inherited' }) as Record<string, unknown>;
		message.unique_id = '1';
		expect(toPart(message, { of: 'message' }, CONTEXT)).toBeUndefined();
	});
});
