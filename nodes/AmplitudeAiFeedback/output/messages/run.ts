import type { ApiResponse, TransportFailure } from '../../delivery/apiResponse';
import type { RunFailure } from '../../delivery/results';
import { count, formatCount, list, quoteWords } from './format';

/** A failure of the whole run in words: what happened, and what to do. */
export interface FailureText {
	message: string;
	description: string;
	/** The HTTP status, when there was one. */
	httpCode?: string;
	/** Why, in the terms of n8n 2: other software reads it from the error. n8n 1 leaves it out. */
	failure?: FailureCause;
}

/** The causes of n8n-workflow's `Failure` that this node has. */
export type FailureCause =
	| { cause: 'rate-limited' | 'temporarily-unavailable'; retryAfterMs?: number }
	| { cause: 'credential-invalid' | 'configuration-invalid' };

const CONFIGURATION: FailureCause = { cause: 'configuration-invalid' };
export const UNAVAILABLE: FailureCause = { cause: 'temporarily-unavailable' };

const SAFE_TO_RERUN =
	'Running the workflow again is safe: Amplitude updates what it already has and adds the rest.';
const CHECK_SOURCE_ID =
	'Check the Source ID (in Amplitude: AI Feedback, your source, three-dot menu, Settings)';

/**
 * @param host where the run sent to, for the reader to recognise
 * @param additionalFields names of the fields that were sent though the API does not document them
 */
export function describeFailure(
	failure: RunFailure,
	host: string,
	additionalFields: readonly string[] = [],
): FailureText {
	switch (failure.kind) {
		case 'setup':
			return {
				message: failure.message,
				description: `${failure.advice} Nothing was sent.`,
				failure: CONFIGURATION,
			};
		case 'cancelled':
			return {
				message: 'The run was cancelled',
				description: `Rows that were not sent yet have the status "unsent". ${SAFE_TO_RERUN}`,
			};
		case 'requestRefused': {
			const words = failure.detail === undefined ? '' : ` It said: ${quoteWords(failure.detail)}.`;
			return {
				message: `Amplitude refused every row in the same way (${failure.status})`,
				description: `${describeAdditionalFields(additionalFields)}The request itself seems wrong, so the run stopped.${words} ${CHECK_SOURCE_ID} and the mapped fields. ${SAFE_TO_RERUN}`,
				httpCode: String(failure.status),
				failure: CONFIGURATION,
			};
		}
		case 'fatal':
			return describeFatal(failure, host);
		case 'gaveUp':
			return describeGaveUp(failure, host);
	}
}

/** Names fields that may be why the API refuses every row. @returns '' where there are none */
export function describeAdditionalFields(names: readonly string[]): string {
	if (names.length === 0) return '';
	const fields = names.length === 1 ? 'field' : 'fields';
	return `Amplitude does not document the additional ${fields} ${list(names)}: remove ${names.length === 1 ? 'it' : 'them'} first, and try again. `;
}

function describeFatal(
	{ reply, detail }: RunFailure & { kind: 'fatal' },
	host: string,
): FailureText {
	if (reply.kind === 'failure') {
		return {
			message: `The connection to ${host} is not secure`,
			description: `Its certificate is not valid (${reply.code}), so the keys were not sent. Check the base URL, and the proxy of your network if there is one.`,
			failure: CONFIGURATION,
		};
	}
	const words = detail === undefined ? '' : ` It said: ${quoteWords(detail)}.`;
	const httpCode = String(reply.status);
	if (reply.status === 404) {
		return {
			message: 'Amplitude does not know this source or address (404)',
			description: `${CHECK_SOURCE_ID}, and the region in the credential. The request went to ${host}.${words} ${SAFE_TO_RERUN}`,
			httpCode,
			failure: CONFIGURATION,
		};
	}
	return {
		message: `Amplitude refused the keys (${httpCode})`,
		description: `Open the credential and check the API key, the secret key and the region: keys belong to one project, and work in its region only. The request went to ${host}.${words} ${SAFE_TO_RERUN}`,
		httpCode,
		failure: { cause: 'credential-invalid' },
	};
}

function describeGaveUp(
	{ reply, retryAfterMs }: RunFailure & { kind: 'gaveUp' },
	host: string,
): FailureText {
	const more = `To keep trying longer, raise the option "Retry Budget (Seconds)". ${SAFE_TO_RERUN}`;
	if (reply.kind === 'failure') return describeNoResponse(reply, host, more);
	const httpCode = String(reply.status);
	if (reply.status === 429) {
		const seconds = Math.ceil((retryAfterMs ?? 0) / 1000);
		const wait = retryAfterMs === undefined ? '' : ` It asked to wait ${count(seconds, 'second')}.`;
		return {
			message: 'Amplitude is limiting requests, and the retry budget is used up (429)',
			description: `${host} accepts no more requests for now.${wait} Wait, or send fewer rows at a time. ${more}`,
			httpCode,
			failure: { cause: 'rate-limited', retryAfterMs },
		};
	}
	if (reply.status >= 400) {
		return {
			message: `Amplitude kept failing (${httpCode}), so the run stopped`,
			description: `The server at ${host} has a problem. Try again later. ${more}`,
			httpCode,
			failure: UNAVAILABLE,
		};
	}
	return describeForeignResponse(reply, host);
}

function describeForeignResponse({ status }: ApiResponse, host: string): FailureText {
	return {
		message: 'The server does not respond the way Amplitude does',
		description: `${host} responded with status ${status} and something that is not Amplitude's response, such as a sign-in page. Check the region or base URL in the credential, and the proxy of your network. ${SAFE_TO_RERUN}`,
		httpCode: String(status),
		failure: CONFIGURATION,
	};
}

const NO_RESPONSE: Readonly<Partial<Record<TransportFailure['cause'], string>>> = {
	notConnected: 'no connection could be made',
	timeout: 'no response came within the request timeout',
};

function describeNoResponse(
	{ cause, code }: TransportFailure,
	host: string,
	more: string,
): FailureText {
	const what = NO_RESPONSE[cause] ?? 'the connection broke';
	return {
		message: `${host} does not respond`,
		// Not in the message: n8n replaces one that holds such a code by a text of its own.
		description: `Every attempt failed: ${what} (${code}). Check the network of this n8n, and the region or base URL in the credential. ${more}`,
		failure: UNAVAILABLE,
	};
}

/** Describes a run that went through but leaves rows that Amplitude did not confirm. */
export function describeUnconfirmed(unconfirmed: number, rows: number): string {
	return `Amplitude did not confirm ${count(unconfirmed, 'row')} of ${formatCount(rows)}`;
}

/** Describes a run whose rejected rows are to stop it. */
export function describeRejected(rejected: number, rows: number): string {
	return `${count(rejected, 'row')} of ${formatCount(rows)} cannot be ingested`;
}
