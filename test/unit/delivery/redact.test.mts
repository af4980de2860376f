import { expect, test } from '@jest/globals';
import { redactor } from '../../../nodes/AmplitudeAiFeedback/delivery/redact.ts';

const API_KEY = 'key/with+signs=';
const SECRET = `a<b>&"quoted'`;
const redact = redactor(API_KEY, SECRET);

test.each([
	['as they are', `${API_KEY} and ${SECRET}`, '*** and ***'],
	['in a word', `x${API_KEY}y`, 'x***y'],
	['more than once', `${SECRET}${SECRET}`, '******'],
	['percent-encoded', `?key=${encodeURIComponent(API_KEY)}&b`, '?key=***&b'],
	['HTML-encoded where needed', 'a&lt;b&gt;&amp;&quot;quoted&#39;', '***'],
	['HTML-encoded to the last sign', 'key&#x2F;with&#x2B;signs&#x3D;', '***'],
	['in the header', `Basic ${Buffer.from(`${API_KEY}:${SECRET}`).toString('base64')}`, 'Basic ***'],
	['not at all', 'No such item', 'No such item'],
])('keys are hidden %s', (_name, text, expected) => {
	expect(redact(text)).toBe(expected);
});

test('keys of less than 8 characters are not searched for', () => {
	expect(redactor('rejects', 'accepted')('It rejects what was accepted')).toBe(
		'It rejects what was ***',
	);
	expect(redactor('', '')('It is empty')).toBe('It is empty');
});

test('a key that cannot be percent-encoded is hidden all the same', () => {
	expect(redactor('half-a-pair-\uD800', '')('half-a-pair-\uD800!')).toBe('***!');
});
