import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FIELD_NAMES } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import {
	API_PATHS,
	readElement,
	toMessagePaths,
} from '../../../nodes/AmplitudeAiFeedback/mapping/messagePaths.ts';

/** Reads the value at a path; undefined where the path leads nowhere. */
function valueAt(path: string, element: object): unknown {
	return readElement(element, { ...API_PATHS, body: path }).body;
}

describe('the paths of a parameter', () => {
	test('are the names of the API when no field is chosen', () => {
		const names = Object.fromEntries(FIELD_NAMES.map((name) => [name, name]));
		for (const chosen of [{}, undefined, null, '']) expect(toMessagePaths(chosen)).toEqual(names);
	});

	test('are those of the chosen fields alone when there are any, without spaces around them', () => {
		const paths = toMessagePaths({ unique_id: 'id', body: ' comment.plain_body\n', user_id: 7 });
		expect(paths).toEqual({
			unique_id: 'id',
			body: 'comment.plain_body',
			author: '',
			email: '',
			user_id: '',
			created_at: '',
			url: '',
		});
	});
});

describe('the value of a field in an array element', () => {
	test('is at the path of that field', () => {
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
		expect(readElement(element, paths)).toEqual({
			unique_id: 17,
			body: 'Hello',
			author: 'Jane Doe',
			email: 'jane@example.com',
			user_id: 'user-123',
			created_at: '1773570600.000247',
			url: 'https://example.com/1',
		});
	});

	test('is found through objects and arrays', () => {
		const element = { messages: [{ text: 'first' }, { text: 'second' }] };
		expect(valueAt('messages.1.text', element)).toBe('second');
		expect(valueAt('messages.2.text', element)).toBeUndefined();
		expect(valueAt('messages.text', element)).toBeUndefined();
	});

	test('is found wherever a path of plain names leads', () => {
		const name = fc.stringMatching(/^[a-z_$ ]{1,8}$/);
		fc.assert(
			fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
				const element = names.reduceRight<unknown>((value, key) => ({ [key]: value }), 'Hello');
				expect(valueAt(names.join('.'), element as object)).toBe('Hello');
			}),
		);
	});

	test('is the property whose name is the whole path, if there is one', () => {
		const element = { 'content.text': 'by its name', content: { text: 'by its path' } };
		expect(valueAt('content.text', element)).toBe('by its name');
		expect(valueAt('content.text', { 'content.text': null, content: { text: 'x' } })).toBeNull();
	});

	test('is not read for an empty path, even where a property has no name', () => {
		expect(valueAt('', { '': 'x', body: 'y' })).toBeUndefined();
	});

	test.each(['content.text', 'content.text.more', 'content..text', '.content', 'content.'])(
		'is undefined when a step of %j is missing or has no properties',
		(path) => {
			for (const content of [undefined, null, 7, 'text', true]) {
				expect(valueAt(path, { content })).toBeUndefined();
			}
		},
	);
});

describe('only own properties of an element are read', () => {
	test.each([
		'constructor.name',
		'__proto__.body',
		'__proto__.constructor.name',
		'toString.name',
		'text.length',
		'list.at.name',
	])('%s leads nowhere', (path) => {
		const inherited = Object.create({ body: 'inherited' }) as object;
		expect(valueAt(path, Object.assign(inherited, { text: 'Hello', list: ['x'] }))).toBeUndefined();
	});

	test('inherited fields are not read', () => {
		expect(valueAt('body', Object.create({ body: 'inherited' }) as object)).toBeUndefined();
	});

	test('a property of its own named __proto__ is read like any other', () => {
		expect(valueAt('__proto__.body', JSON.parse('{"__proto__":{"body":"own"}}') as object)).toBe(
			'own',
		);
	});
});
