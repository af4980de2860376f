import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasPath, valueAt } from '../../../nodes/AmplitudeAiFeedback/mapping/messagePaths.ts';

describe('the value at a path of a message', () => {
	test('is found through objects and arrays', () => {
		const element = { messages: [{ text: 'first' }, { text: 'second' }] };
		expect(valueAt(element, 'messages.1.text')).toBe('second');
		expect(valueAt(element, 'messages.2.text')).toBeUndefined();
		expect(valueAt(element, 'messages.text')).toBeUndefined();
	});

	test('is found wherever a path of plain names leads', () => {
		const name = fc.stringMatching(/^[a-z_$ ]{1,8}$/);
		fc.assert(
			fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
				const element = names.reduceRight<unknown>((value, key) => ({ [key]: value }), 'Hello');
				expect(valueAt(element as object, names.join('.'))).toBe('Hello');
			}),
		);
	});

	test('is the property whose name is the whole path, if there is one', () => {
		const element = { 'content.text': 'by its name', content: { text: 'by its path' } };
		expect(valueAt(element, 'content.text')).toBe('by its name');
		expect(valueAt({ 'content.text': null, content: { text: 'x' } }, 'content.text')).toBeNull();
	});

	test('is not read for an empty path, even where a property has no name', () => {
		expect(valueAt({ '': 'x', body: 'y' }, '')).toBeUndefined();
	});

	test.each(['content.text', 'content.text.more', 'content..text', '.content', 'content.'])(
		'is undefined when a step of %j is missing or has no properties',
		(path) => {
			for (const content of [undefined, null, 7, 'text', true]) {
				expect(valueAt({ content }, path)).toBeUndefined();
			}
		},
	);
});

describe('whether a path leads to a property', () => {
	const message = { text: null, from: { name: '' }, links: ['https://example.com/1'], 'a.b': 0 };

	test.each(['text', 'from', 'from.name', 'links.0', 'a.b'])('it does for %s', (path) => {
		expect(hasPath(message, path)).toBe(true);
	});

	test.each(['', 'Text', 'text.name', 'from.email', 'from.name.first', 'links.1', 'a', 'toString'])(
		'it does not for "%s"',
		(path) => {
			expect(hasPath(message, path)).toBe(false);
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
		expect(valueAt(Object.assign(inherited, { text: 'Hello', list: ['x'] }), path)).toBeUndefined();
	});

	test('inherited fields are not read', () => {
		expect(valueAt(Object.create({ body: 'inherited' }) as object, 'body')).toBeUndefined();
	});

	test('a property of its own named __proto__ is read like any other', () => {
		expect(valueAt(JSON.parse('{"__proto__":{"body":"own"}}') as object, '__proto__.body')).toBe(
			'own',
		);
	});
});
