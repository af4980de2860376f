import { describe, expect, test } from '@jest/globals';
import { toElementPaths } from '../../../nodes/AmplitudeAiFeedback/reading/elementPath.ts';

describe('the path to a property of a message', () => {
	const comments = ['comments'];
	const nested = ['body', 'data', 'item', 'conversation_parts', 'conversation_parts'];

	test.each<[string, readonly string[], string]>([
		['comments[0].author.name', comments, 'author.name'],
		['comments[12].plain_body', comments, 'plain_body'],
		['comments[0]["plain body"]', comments, 'plain body'],
		["comments[0]['plain body']", comments, 'plain body'],
		['comments[0].content[1].text', comments, 'content.1.text'],
		['body.data.item.conversation_parts.conversation_parts[0].body', nested, 'body'],
		['["all comments"][3].text', ['all comments'], 'text'],
		['comments[0]', comments, ''],
	])('%s, dragged from the array %j, is %s', (text, array, path) => {
		expect(toElementPaths(text, array)).toEqual([path]);
	});

	test.each([
		'author.name',
		'plain_body',
		'plain body',
		'content.0.text',
		'größe',
		'',
		'a..b',
		'🙂',
	])('%j, typed, stays as it is', (text) => {
		for (const array of [comments, undefined]) {
			expect(toElementPaths(` ${text}\n`, array)).toEqual([text]);
		}
	});

	test('with numbers of its own stays whole where it does not begin like the array', () => {
		expect(toElementPaths('content[0].text', comments)).toEqual(['content.0.text']);
		expect(toElementPaths('comments.author', comments)).toEqual(['comments.author']);
	});

	test('may be either where the array is the result of an expression', () => {
		const paths = ['comments.0.author.name', 'author.name'];
		expect(toElementPaths('comments[0].author.name', undefined)).toEqual(paths);
		expect(toElementPaths('comments[0]', undefined)).toEqual(['comments.0']);
	});
});
