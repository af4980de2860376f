/** The API's hosts, and the one rule about where keys may be sent. */

const INGEST_HOSTS = { us: 'https://amplitude.com', eu: 'https://eu.amplitude.com' } as const;

/**
 * Host of the Dashboard REST API. In the EU it differs from the host that takes feedback.
 * Source: Amplitude's documentation of the Dashboard REST API.
 */
export const DASHBOARD_HOSTS = {
	us: 'https://amplitude.com',
	eu: 'https://analytics.eu.amplitude.com',
} as const;

const LOOPBACK_HOST = /^(localhost|[^.]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where feedback is sent for a credential.
 *
 * @param region `us`, `eu` or `custom`
 * @param baseUrl read for `custom` only
 * @returns the base URL without a trailing slash
 * @throws Error that says what to change, when a custom base URL is missing, malformed or not encrypted
 */
export function ingestBaseUrl(region: string, baseUrl: string): string {
	if (region === 'us' || region === 'eu') return INGEST_HOSTS[region];
	const trimmed = baseUrl.trim();
	if (trimmed === '') {
		throw new Error('The credential has the region "Custom" but no base URL. Enter one in it.');
	}
	assertSafeForKeys(trimmed);
	const { origin, pathname, search, hash, username, password } = new URL(trimmed);
	if (search + hash + username + password !== '') {
		throw new Error(
			`The base URL in the credential may have a host and a path only, such as ${origin}${pathname}. Remove the rest.`,
		);
	}
	return `${origin}${pathname}`.replace(/\/+$/, '');
}

/**
 * Keys travel in a header, so they go over https only, or over http to this machine itself. The
 * errors name the host at most: the rest may be a key that was pasted into the wrong field.
 *
 * @throws Error that says what to change
 */
export function assertSafeForKeys(url: string): void {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
		throw new Error(
			'The base URL in the credential is not a web address. Enter one such as https://gateway.example.com.',
		);
	}
	if (parsed.protocol === 'http:' && !LOOPBACK_HOST.test(parsed.hostname)) {
		throw new Error(
			`The base URL ${parsed.origin} in the credential is not encrypted, so your keys could be read on the way. Use https://. Plain http:// works only for this machine, such as http://localhost:8080.`,
		);
	}
}
