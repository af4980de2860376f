import { callTranscript } from './call-transcript.mts';
import { laterReply } from './later-reply.mts';
import { reviews } from './reviews.mts';
import type { Scenario } from './scenario.mts';
import { surveyAnswers } from './survey-answers.mts';
import { ticket } from './ticket.mts';

/** The scenarios of the demo and of the end-to-end tests, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
	reviews,
	ticket,
	laterReply,
	callTranscript,
	surveyAnswers,
];
