import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Answer } from './answer';
import type { Port } from './deliver';

export const CREDENTIAL_NAME = 'amplitudeAiFeedbackApi';
const INGEST_PATH = '/api/1/ai-feedback/ingest';

/** The documented answer for 100 items is a few kilobytes; what is longer is not one. */
const MAX_ANSWER_BYTES = 1_000_000;
/** A sleeping run looks this often whether it was cancelled, in milliseconds. */
const CANCEL_CHECK_MS = 200;

/** The delivery loop's world outside, in a running n8n. @param timeoutMs for each request */
export function n8nPort(
	context: IExecuteFunctions,
	baseUrl: string,
	timeoutMs: number,
	secrets: readonly string[],
): Port {
	const hidden = secrets.filter((secret) => secret !== '');
	const cancelSignal = context.getExecutionCancelSignal();
	const isCancelled = () => cancelSignal?.aborted === true;
	return {
		send: async (body) => await send(context, `${baseUrl}${INGEST_PATH}`, body, timeoutMs),
		async pause(milliseconds) {
			const end = Date.now() + milliseconds;
			for (let left = milliseconds; left > 0 && !isCancelled(); left = end - Date.now()) {
				await sleep(Math.min(left, CANCEL_CHECK_MS));
			}
		},
		now: () => Date.now(),
		random: () => Math.random(),
		isCancelled,
		hide: (words) => hidden.reduce((text, secret) => text.replaceAll(secret, '***'), words),
	};
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
): Promise<Answer> {
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
		// A buffer is sent as it is; text would be parsed once more on its way out.
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
			kind: 'answer',
			status: response.statusCode,
			headers: toHeaders(response.headers),
			text: await readText(response.body as unknown as AsyncIterable<Buffer>),
		};
	} catch (error) {
		if (cancelSignal?.aborted) return { kind: 'noAnswer', cause: 'cancelled', code: 'CANCELLED' };
		if (deadline.aborted) return { kind: 'noAnswer', cause: 'timeout', code: 'ETIMEDOUT' };
		return toFault(error);
	} finally {
		deadline.removeEventListener('abort', abort);
		cancelSignal?.removeEventListener('abort', abort);
	}
}

/**
 * The helper puts the execution's cancel signal in the place of any other. So that a request also
 * ends at its own deadline (the helper's timeout only watches for silence, and an answer that
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

/** Reads an answer to its end, or to the size beyond which it cannot be one. */
async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > MAX_ANSWER_BYTES) break;
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
function toFault(error: unknown): Answer {
	const code = codeOf(error) ?? 'UNKNOWN';
	if (UNTRUSTED.test(code)) return { kind: 'noAnswer', cause: 'untrusted', code };
	return { kind: 'noAnswer', cause: NOT_CONNECTED.has(code) ? 'notConnected' : 'lost', code };
}

function codeOf(error: unknown): string | undefined {
	for (let current = error, depth = 0; depth < 4; depth++) {
		if (typeof current !== 'object' || current === null) return undefined;
		if ('code' in current && typeof current.code === 'string') return current.code;
		current = 'cause' in current ? current.cause : undefined;
	}
	return undefined;
}
