import type { PieceResult } from '../delivery/results';
import { quote, times } from './wording';

/** Why something that was or should have been sent did not arrive, and what to do. */
export function describeResult(result: PieceResult, stopMessage: string | undefined): string {
	switch (result.status) {
		case 'accepted':
			return '';
		case 'refused':
			return describeRefusal(result.cause, result.detail);
		case 'unknown':
			return `it was sent ${times(result.attempts)}, and no answer that can be trusted came back. It may have arrived. Sending it again is safe.`;
		case 'unsent':
			return `${whyUnsent(result.attempts, stopMessage)}. Sending it again is safe.`;
	}
}

function whyUnsent(attempts: number, stopMessage: string | undefined): string {
	if (stopMessage !== undefined) {
		return attempts > 0
			? `it was sent ${times(attempts)} and not taken, and the run stopped. ${stopMessage}`
			: `the run stopped before it was sent. ${stopMessage}`;
	}
	if (attempts > 0) return `it did not get through, though it was sent ${times(attempts)}`;
	return 'an earlier piece of its conversation was not accepted, so it was not sent';
}

/** @param detail the API's own words, if it said any */
export function describeRefusal(cause: 'api' | 'tooLarge', detail: string | undefined): string {
	if (cause === 'tooLarge') {
		return 'Amplitude says that it is too large (413), though it is under the documented 5 MB. Shorten its text.';
	}
	if (detail === undefined || detail === '') return 'Amplitude refused it without saying why.';
	return `Amplitude refused it: ${quote(detail)}. Correct the row, then send it again.`;
}
