import { mixedAnswers } from './workflows/answers.mts';
import { laterReply } from './workflows/append.mts';
import { callInArray } from './workflows/call.mts';
import { reviews } from './workflows/reviews.mts';
import type { Scenario } from './workflows/scenario.mts';
import { ticketInRows } from './workflows/ticket.mts';

/** The workflows of the demo and of the end-to-end tests, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
	reviews,
	ticketInRows,
	laterReply,
	callInArray,
	mixedAnswers,
];
