import { Agent, EnvHttpProxyAgent, request } from 'undici';
import type { ProbeRequest, ProbeResponse } from './probe.mts';

/** Where the probe sends to, and with which keys. */
export interface Target {
	/** Base URLs without a slash at the end. */
	ingestUrl: string;
	eventsUrl: string;
	sourceId: string;
	apiKey: string;
	secretKey: string;
}

const PATHS = { ingest: '/api/1/ai-feedback/ingest', events: '/api/2/events/list' } as const;
/** Enough for 5 MB on a slow line. */
const DEADLINE_MS = 120_000;
const WRONG_KEY = 'contract-probe-wrong-key';

/** Sends one request, once. Redirects are not followed. Never throws. */
export async function send(probe: ProbeRequest, target: Target): Promise<ProbeResponse> {
	const { method, endpoint, body } = probe;
	const base = endpoint === 'events' ? target.eventsUrl : target.ingestUrl;
	// Plain http is allowed on this computer only, where no proxy is used.
	const dispatcher = base.startsWith('http:') ? new Agent() : new EnvHttpProxyAgent();
	try {
		const response = await request(base + PATHS[endpoint], {
			method,
			body,
			dispatcher,
			headers: { authorization: authorization(probe, target), ...(body && CONTENT_TYPE) },
			signal: AbortSignal.timeout(DEADLINE_MS),
		});
		const text = await response.body.text();
		// Redacted before the text is cut: half a key would not be found.
		return { status: response.statusCode, text: redactKeys(text, target), json: parsed(text) };
	} catch (error) {
		return { status: 0, text: codeOf(error), json: undefined };
	} finally {
		await dispatcher.destroy();
	}
}

const CONTENT_TYPE = { 'content-type': 'application/json' } as const;

function authorization({ wrongKeys }: ProbeRequest, { apiKey, secretKey }: Target): string {
	return `Basic ${inBase64(`${apiKey}:${wrongKeys ? WRONG_KEY : secretKey}`)}`;
}

function inBase64(text: string): string {
	return Buffer.from(text).toString('base64');
}

/** Replaces the keys in a text, in every form in which they are sent. */
export function redactKeys(text: string, { apiKey, secretKey }: Target): string {
	const pairs = [secretKey, WRONG_KEY].map((secret) => inBase64(`${apiKey}:${secret}`));
	const longestFirst = [...pairs, secretKey, apiKey].sort((a, b) => b.length - a.length);
	return longestFirst.reduce((redacted, key) => redacted.replaceAll(key, '***'), text);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function codeOf(error: unknown): string {
	const { code, name } = Object(error) as { code?: unknown; name?: unknown };
	return typeof code === 'string' ? code : String(name ?? error);
}
