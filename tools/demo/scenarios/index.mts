import { mixedAnswers } from './survey-answers.mts';
import { laterReply } from './later-reply.mts';
import { callInArray } from './call-transcript.mts';
import { reviews } from './reviews.mts';
import type { Scenario } from './scenario.mts';
import { ticketInRows } from './ticket.mts';

/** The workflows of the demo and of the end-to-end tests, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
	reviews,
	ticketInRows,
	laterReply,
	callInArray,
	mixedAnswers,
];
