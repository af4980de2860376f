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

/** The domains that a region's keys belong to, each with its subdomains. */
const KEY_DOMAINS = { us: 'amplitude.com', eu: 'eu.amplitude.com' } as const;

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
		throw new Error(
			'The credential has the region "Custom" but no base URL. Enter one in the credential.',
		);
	}
	assertSafeForKeys(trimmed);
	const { origin, pathname, search, hash, username, password } = new URL(trimmed);
	if (search + hash + username + password !== '') {
		throw new Error(
			`The base URL in the credential may only have a host and a path, such as ${origin}${pathname}. Remove the rest.`,
		);
	}
	return `${origin}${pathname}`.replace(/\/+$/, '');
}

/**
 * Checks that a request goes to where the keys belong: to Amplitude's hosts of the region, or to the
 * custom host. n8n's HTTP Request node sends them to any address that its user types.
 *
 * @param url of the request
 * @throws Error that names both hosts, and says what to change
 */
export function assertKeysBelong(url: string, region: string, baseUrl: string): void {
	assertSafeForKeys(url);
	const { hostname, host } = new URL(url);
	const isEu = isWithin(hostname, KEY_DOMAINS.eu);
	const belongs =
		region === 'us'
			? isWithin(hostname, KEY_DOMAINS.us) && !isEu
			: region === 'eu'
				? isEu
				: host === new URL(ingestBaseUrl(region, baseUrl)).host;
	if (belongs) return;
	const own = region === 'us' || region === 'eu' ? KEY_DOMAINS[region] : 'its base URL';
	throw new Error(
		`The keys in this Amplitude credential are only sent to ${own}. This request goes to ${host}, so it was not sent. Check the address, and the region in the credential.`,
	);
}

function isWithin(hostname: string, domain: string): boolean {
	return hostname === domain || hostname.endsWith(`.${domain}`);
}

/**
 * Keys travel in a header, so they are only sent over https, or over http to the same machine. The
 * errors only name the host: the rest may be a key that was pasted into the wrong field.
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
			`The base URL ${parsed.origin} in the credential is not encrypted, so your keys could be read on the way. Use https://. Plain http:// only works for this machine, such as http://localhost:8080.`,
		);
	}
}
