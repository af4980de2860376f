import type { Stop } from '../delivery/stop';
import type { Answer } from '../delivery/answer';
import { quote } from './wording';

/** A failure of the whole run in words: what happened, and what to do. */
export interface Failure {
	message: string;
	description: string;
	/** The HTTP status, when there was one. */
	httpCode?: string;
}

const SAFE_TO_RERUN =
	'Running the workflow again is safe: Amplitude updates what it already has and adds the rest.';

/** @param host where the run sent to, for the reader to recognise */
export function describeStop(stop: Stop, host: string): Failure {
	switch (stop.kind) {
		case 'setup':
			return { message: stop.message, description: `${stop.advice} Nothing was sent.` };
		case 'cancelled':
			return {
				message: 'The run was cancelled',
				description: `What was not sent yet has the status "unsent". ${SAFE_TO_RERUN}`,
			};
		case 'requestRefused':
			return {
				message: `Amplitude refuses every row in the same way${stop.detail === undefined ? '' : `: ${quote(stop.detail)}`}`,
				description: `The request itself seems wrong, so the run stopped. Check the source ID (in Amplitude: AI Feedback, your source, three-dot menu, Settings) and the mapped fields. ${SAFE_TO_RERUN}`,
				httpCode: String(stop.status),
			};
		case 'hopeless':
			return describeHopeless(stop, host);
		case 'gaveUp':
			return describeGaveUp(stop, host);
	}
}

function describeHopeless(stop: Stop & { kind: 'hopeless' }, host: string): Failure {
	const { answer, detail } = stop;
	if (answer.kind === 'noAnswer') {
		return {
			message: `The connection to ${host} is not secure`,
			description: `Its certificate is not valid (${answer.code}), so the keys were not sent. Check the base URL, and the proxy of your network if there is one.`,
		};
	}
	const said = detail === undefined ? '' : ` It answered: ${quote(detail)}.`;
	const httpCode = String(answer.status);
	if (answer.status === 401 || answer.status === 403) {
		return {
			message: `Amplitude refused the keys (${httpCode})`,
			description: `Open the credential and check the API key, the secret key and the region: keys belong to one project, and work in its region only. The request went to ${host}.${said} ${SAFE_TO_RERUN}`,
			httpCode,
		};
	}
	if (answer.status === 404) {
		return {
			message: 'Amplitude does not know this source or address (404)',
			description: `Check the source ID (in Amplitude: AI Feedback, your source, three-dot menu, Settings), and the region in the credential. The request went to ${host}.${said} ${SAFE_TO_RERUN}`,
			httpCode,
		};
	}
	return {
		message: `Amplitude cannot handle the request (${httpCode})`,
		description: `The server at ${host} answered in a way that sending again does not mend. Check the region or base URL in the credential.${said} ${SAFE_TO_RERUN}`,
		httpCode,
	};
}

function describeGaveUp(stop: Stop & { kind: 'gaveUp' }, host: string): Failure {
	const { answer, retryAfterMs } = stop;
	const more = `To let it try longer, raise the option "Retry Budget". ${SAFE_TO_RERUN}`;
	if (answer.kind === 'answer' && answer.status === 429) {
		const wait =
			retryAfterMs === undefined
				? ''
				: ` It asked to wait ${Math.ceil(retryAfterMs / 1000)} seconds.`;
		return {
			message: 'Amplitude is limiting requests, and the time to retry is used up (429)',
			description: `${host} takes no more requests for now.${wait} Wait, or send fewer rows at a time. ${more}`,
			httpCode: '429',
		};
	}
	if (answer.kind === 'answer' && answer.status >= 400) {
		return {
			message: `Amplitude kept failing (${answer.status}), so the run stopped`,
			description: `The server at ${host} is in trouble. Try again later. ${more}`,
			httpCode: String(answer.status),
		};
	}
	if (answer.kind === 'answer') {
		return {
			message: 'The server does not answer as Amplitude does',
			description: `${host} answered with status ${answer.status} and something that is not Amplitude's answer, such as a sign-in page. Check the region or base URL in the credential, and the proxy of your network. ${SAFE_TO_RERUN}`,
			httpCode: String(answer.status),
		};
	}
	return describeSilence(answer, host, more);
}

const SILENCE: Readonly<Partial<Record<(Answer & { kind: 'noAnswer' })['cause'], string>>> = {
	notConnected: 'no connection could be made',
	timeout: 'no answer came within the request timeout',
};

function describeSilence(
	answer: Answer & { kind: 'noAnswer' },
	host: string,
	more: string,
): Failure {
	const what = SILENCE[answer.cause] ?? 'the connection broke';
	return {
		message: `${host} does not answer`,
		// The code stands here and not in the message, which n8n would replace by a text of its own.
		description: `Tried several times: ${what} (${answer.code}). Check the network of this n8n, and the region or base URL in the credential. ${more}`,
	};
}
