import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	assertKeysBelong,
	assertSafeForKeys,
	DASHBOARD_HOSTS,
	ingestBaseUrl,
} from '../../../credentials/endpoints.ts';

const custom = (baseUrl: string) => ingestBaseUrl('custom', baseUrl);

test('the hosts of a region take feedback', () => {
	expect(ingestBaseUrl('us', '')).toBe('https://amplitude.com');
	expect(ingestBaseUrl('eu', '')).toBe('https://eu.amplitude.com');
});

test('the credential is tested at the host of its region, in the EU at another address', () => {
	expect(DASHBOARD_HOSTS).toEqual({
		us: 'https://amplitude.com',
		eu: 'https://analytics.eu.amplitude.com',
	});
});

test('a base URL that was left in the credential does not change the host of a region', () => {
	expect(ingestBaseUrl('us', 'http://gateway.example.com')).toBe('https://amplitude.com');
	expect(ingestBaseUrl('eu', 'nonsense')).toBe('https://eu.amplitude.com');
});

test.each([
	['https://gateway.example.com', 'https://gateway.example.com'],
	['https://gateway.example.com/', 'https://gateway.example.com'],
	['https://gateway.example.com///', 'https://gateway.example.com'],
	['https://gateway.example.com:8443/', 'https://gateway.example.com:8443'],
	['https://gateway.example.com/amplitude', 'https://gateway.example.com/amplitude'],
	['https://gateway.example.com/a/b//', 'https://gateway.example.com/a/b'],
	['  https://gateway.example.com/ \n', 'https://gateway.example.com'],
])('the custom base URL %j is used as %s', (baseUrl, used) => {
	expect(custom(baseUrl)).toBe(used);
});

test.each(['', '   ', '\n'])('a custom base URL that is %j is asked for', (baseUrl) => {
	expect(() => custom(baseUrl)).toThrow(/region "Custom" but no base URL/);
});

test.each([
	'gateway.example.com',
	'localhost:8080',
	'//gateway.example.com',
	'ftp://gateway.example.com',
	'file:///etc/hosts',
	'javascript:alert(1)',
	'https://',
	'http://',
	'https://gate way.example.com',
	'http://127.0.0.256',
	'nonsense',
])('the custom base URL %s is refused as no web address', (baseUrl) => {
	expect(() => custom(baseUrl)).toThrow(/is not a web address/);
});

test('a key that was entered as the base URL is not repeated in the error', () => {
	for (const key of ['0123456789abcdef', 'https://0123456789abcdef@gateway.example.com']) {
		expect(() => custom(key)).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('0123456789abcdef') }),
		);
	}
});

test.each([
	'https://gateway.example.com/?tenant=1',
	'https://gateway.example.com/api#top',
	'https://someone@gateway.example.com',
	'https://someone:word@gateway.example.com',
])('the custom base URL %s is refused for more than a host and a path', (baseUrl) => {
	expect(() => custom(baseUrl)).toThrow(
		/may only have a host and a path, such as https:\/\/gateway\.example\.com\/(api)?\. Remove/,
	);
});

test.each([
	'http://localhost',
	'http://localhost:8080',
	'http://LOCALHOST:8080',
	'http://amplitude.localhost:8080',
	'http://127.0.0.1:8080',
	'http://127.1.2.3',
	'http://127.1',
	'http://[::1]:8080',
	'http://[0:0:0:0:0:0:0:1]',
	'http://localhost:8080/api',
])('plain http may be used on this machine: %s', (baseUrl) => {
	expect(custom(baseUrl)).toBe(new URL(baseUrl).href.replace(/\/$/, ''));
});

test.each([
	'http://gateway.example.com',
	'http://localhost.example.com',
	'http://notlocalhost',
	'http://mylocalhost.com',
	'http://127.0.0.1.example.com',
	'http://127.example.com',
	'http://[::2]',
	'http://[2001:db8::1]',
	'http://0.0.0.0',
	'http://10.0.0.1',
	'http://192.168.1.127',
	'http://128.0.0.1',
	'http://27.0.0.1',
	'http://localhost@gateway.example.com',
	'http://127.0.0.1:80@gateway.example.com',
	'http://gateway.example.com/localhost',
	'http://gateway.example.com#localhost',
	'HTTP://gateway.example.com',
])('plain http is refused elsewhere, naming the host: %s', (baseUrl) => {
	expect(() => custom(baseUrl)).toThrow(/not encrypted.*Use https:/);
	expect(() => custom(baseUrl)).toThrow(`The base URL ${new URL(baseUrl).origin} in`);
});

test('plain http is refused for every domain, for which https is fine', () => {
	fc.assert(
		fc.property(fc.domain(), (domain) => {
			expect(() => assertSafeForKeys(`http://${domain}`)).toThrow(/not encrypted/);
			expect(() => assertSafeForKeys(`https://${domain}`)).not.toThrow();
		}),
	);
});

test('plain http is fine for every address from 127.0.0.0 to 127.255.255.255, and for no other', () => {
	const octet = fc.integer({ min: 0, max: 255 });
	fc.assert(
		fc.property(octet, octet, octet, octet, (first, ...rest) => {
			const rejoined = rest.join('.');
			expect(() => assertSafeForKeys(`http://127.${rejoined}`)).not.toThrow();
			if (first === 127) return;
			expect(() => assertSafeForKeys(`http://${first}.${rejoined}`)).toThrow(/not encrypted/);
		}),
	);
});

test.each([
	['us', 'https://amplitude.com/api/2/events/list'],
	['us', 'https://api2.amplitude.com/2/httpapi'],
	['eu', 'https://eu.amplitude.com'],
	['eu', 'https://analytics.eu.amplitude.com/api/2/events/list'],
	['custom', 'https://gateway.example.com/amplitude/x'],
])('keys of the region %s go to %s', (region, url) => {
	expect(() =>
		assertKeysBelong(url, region, 'https://gateway.example.com/amplitude'),
	).not.toThrow();
});

test.each([
	['us', 'https://eu.amplitude.com'],
	['us', 'https://analytics.eu.amplitude.com'],
	['us', 'https://amplitude.com.example.com'],
	['us', 'https://notamplitude.com'],
	['us', 'https://gateway.example.com'],
	['us', 'http://amplitude.com'],
	['eu', 'https://amplitude.com'],
	['eu', 'https://amplitude.com@example.com'],
	['custom', 'https://amplitude.com'],
	['custom', 'https://gateway.example.com:8443'],
	['custom', 'https://www.gateway.example.com'],
])('keys of the region %s do not go to %s', (region, url) => {
	expect(() => assertKeysBelong(url, region, 'https://gateway.example.com')).toThrow();
});

test('keys that do not go to a host are not sent, and the error says where they belong', () => {
	expect(() => assertKeysBelong('https://example.com/x?key=1', 'eu', '')).toThrow(
		'The keys in this Amplitude credential are only sent to eu.amplitude.com. This request goes to example.com, so it was not sent. Check the address, and the region in the credential.',
	);
});
