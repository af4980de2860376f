import { messagesOf } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import type { Job, PendingItem } from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';
import type {
	NextStep,
	Outcome,
	RetryContext,
} from '../../../nodes/AmplitudeAiFeedback/delivery/steps.ts';
import { idsOf } from './builders.mts';

/** In the middle of a run in which all goes well, at 10 s of its clock. */
export const CALM: RetryContext = {
	now: 10_000,
	random: 1,
	bytes: 1_000,
	isAnyAccepted: true,
	isSourceAccepted: true,
	sameRefusals: 0,
	deniedInARow: 0,
	notFound: 0,
	hasOthersOfSource: () => true,
	throttlesInARow: 0,
	failedProbes: 0,
	intervalMs: 0,
	isOutage: false,
	sentAt: 9_000,
	countsUnchanged: undefined,
	budgetMs: 300_000,
	nextStart: (waitMs) => 10_000 + waitMs,
};

/**
 * Writes a step in a few words, so that tables of them stay readable: outcomes, and after `>` what is
 * sent again, request by request. An item with messages is `item+message`, in parentheses where its
 * own text is not sent; its chunks are joined by `,`.
 */
export function stepText(step: NextStep): string {
	switch (step.kind) {
		case 'retry': {
			const { job, notBefore, holdsAll } = step;
			return `retry ${jobText(job)} after ${notBefore - CALM.now} ms${holdsAll ? ', all' : ''}`;
		}
		case 'abandonSource':
			return `abandon the source of ${idsOf({ items: step.unresolved })}`;
		case 'explainCounts':
			return `explain ${jobText(step.sent)}`;
		case 'abort':
			return `abort (${step.failure.kind}), ${step.outcomes.map(outcomeText).join(', ')}`;
		case 'settle': {
			const place = step.isLast ? ' after all others' : '';
			const again = step.requeue.map((job) => jobText(job) + place).join(' | ');
			return [...step.outcomes.map(outcomeText), ...(again === '' ? [] : [`> ${again}`])].join(
				', ',
			);
		}
	}
}

export function jobText({ items }: Job): string {
	return items.map(itemText).join(' ');
}

function itemText({ item, current, later }: PendingItem): string {
	const texts = [current, ...later].map(({ chunk }) => {
		const own = chunk.body === undefined ? `(${item.id})` : item.id;
		return [own, ...messagesOf(chunk).map(({ unique_id }) => unique_id)].join('+');
	});
	return texts.join(',');
}

function outcomeText({ pending, result, failedMessages }: Outcome): string {
	const words = [pending.item.id, result?.status];
	if (result && 'cause' in result && result.cause !== 'api') words.push(result.cause);
	if (result && 'detail' in result) words.push(result.detail);
	if (failedMessages) words.push('without', ...[...failedMessages].flat());
	return words.filter(Boolean).join(' ');
}
