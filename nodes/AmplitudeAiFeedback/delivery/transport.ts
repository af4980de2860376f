import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { ingestBaseUrl } from '../../../credentials/endpoints';
import type { Reply } from './apiResponse';
import type { Port } from './port';
import { redactor } from './redact';

const CREDENTIAL_NAME = 'amplitudeAiFeedbackApi';
const INGEST_PATH = '/api/1/ai-feedback/ingest';

/** The documented response for 100 items is a few kilobytes; what is longer is not one. */
const MAX_RESPONSE_BYTES = 1_000_000;
/** A sleeping run looks this often whether it was cancelled, in milliseconds. */
const CANCEL_CHECK_MS = 200;

/** Where a run sends to, and how. */
export interface Connection {
	/** Such as amplitude.com, for messages. */
	readonly host: string;
	/** The address and the key, of which the API may limit the requests. Never shown. */
	readonly account: string;
	readonly port: Port;
}

/**
 * Connects delivery to a running n8n with the node's credential.
 *
 * @param timeoutMs for each request
 * @throws Error that says what to change in the credential
 */
export async function connect(context: IExecuteFunctions, timeoutMs: number): Promise<Connection> {
	const credential = await context.getCredentials(CREDENTIAL_NAME);
	const text = (name: string) => String(credential[name] ?? '').trim();
	const baseUrl = ingestBaseUrl(text('region'), text('baseUrl'));
	const redact = redactor(text('apiKey'), text('secretKey'));
	const cancelSignal = context.getExecutionCancelSignal();
	const isCancelled = () => cancelSignal?.aborted === true;
	const port: Port = {
		send: async (body) => await send(context, `${baseUrl}${INGEST_PATH}`, body, timeoutMs),
		async sleep(milliseconds, isOver) {
			const end = performance.now() + milliseconds;
			for (let left = milliseconds; left > 0; left = end - performance.now()) {
				if (isCancelled() || isOver()) return;
				await sleep(Math.min(left, CANCEL_CHECK_MS));
			}
		},
		now: () => performance.now(),
		date: () => Date.now(),
		random: () => Math.random(),
		isCancelled,
		redact,
	};
	const account = `${baseUrl} ${text('apiKey')}`;
	return { host: new URL(baseUrl).host, account, port };
}

/**
 * Sends one request through n8n's helper, which adds the keys and honours proxies. Redirects are not
 * followed, and statuses are left to the policy.
 */
async function send(
	context: IExecuteFunctions,
	url: string,
	body: Buffer,
	timeoutMs: number,
): Promise<Reply> {
	const cancelSignal = context.getExecutionCancelSignal();
	const deadline = AbortSignal.timeout(timeoutMs);
	const controller = new AbortController();
	const abort = () => controller.abort();
	deadline.addEventListener('abort', abort);
	cancelSignal?.addEventListener('abort', abort);
	if (cancelSignal?.aborted) abort();
	const options: IHttpRequestOptions = {
		method: 'POST',
		url,
		headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		// A buffer is sent unchanged; axios would parse a text once more.
		body,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			withCancelSignal(context, controller.signal),
			CREDENTIAL_NAME,
			options,
		)) as IN8nHttpFullResponse;
		return {
			kind: 'response',
			status: response.statusCode,
			headers: toHeaders(response.headers),
			text: await readText(response.body as unknown as AsyncIterable<Buffer>),
		};
	} catch (error) {
		if (cancelSignal?.aborted) return { kind: 'failure', cause: 'cancelled', code: 'CANCELLED' };
		if (deadline.aborted) return { kind: 'failure', cause: 'timeout', code: 'ETIMEDOUT' };
		return toFailure(error);
	} finally {
		deadline.removeEventListener('abort', abort);
		cancelSignal?.removeEventListener('abort', abort);
	}
}

/**
 * The helper puts the execution's cancel signal in the place of any other. So that a request also
 * ends at its own deadline (the helper's timeout only watches for silence, and a response that
 * trickles outlives it), it gets a context whose cancel signal is the request's.
 */
function withCancelSignal(context: IExecuteFunctions, signal: AbortSignal): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

function toHeaders(headers: IN8nHttpFullResponse['headers']): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/** Reads a response to its end, or to the size beyond which it cannot be a valid one. */
async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > MAX_RESPONSE_BYTES) break;
	}
	return Buffer.concat(chunks).toString('utf8');
}

const NOT_CONNECTED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
]);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|EPROTO|ERR_TLS|ERR_SSL/;

/** The helper wraps what Node reports; the code is on the error itself or on its causes. */
function toFailure(error: unknown): Reply {
	const code = codeOf(error) ?? 'UNKNOWN';
	if (UNTRUSTED.test(code)) return { kind: 'failure', cause: 'untrusted', code };
	return { kind: 'failure', cause: NOT_CONNECTED.has(code) ? 'notConnected' : 'lost', code };
}

function codeOf(error: unknown): string | undefined {
	for (let current = error, depth = 0; depth < 4; depth++) {
		if (typeof current !== 'object' || current === null) return undefined;
		if ('code' in current && typeof current.code === 'string') return current.code;
		current = 'cause' in current ? current.cause : undefined;
	}
	return undefined;
}
