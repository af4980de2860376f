/**
 * The documented rules for what is sent, checked before sending. A rule that is only assumed is not
 * in here: the API decides about those.
 * Source: Amplitude's documentation of the AI Feedback API, "Body parameters".
 */
import { z } from 'zod';
import type { ConversationPart, FeedbackItem, Fields } from './feedbackItem';
import { RowProblem, type Subject } from './problem';

/** Documented: 1 to 128 characters. Counted as code points, so that an emoji is one. */
const sourceIdSchema = z
	.string()
	.min(1)
	.refine((value) => [...value].length <= 128);

const fieldsSchema = z.object({
	unique_id: z.string().min(1),
	body: z.string().min(1).optional(),
	author: z.string().optional(),
	email: z.string().optional(),
	user_id: z.string().optional(),
	created_at: z.string().optional(),
	url: z.string().optional(),
});

const partSchema = fieldsSchema.extend({ body: z.string().min(1) });

/** @throws RowProblem when the source id is empty or longer than 128 characters */
export function checkSourceId(value: string): string {
	const result = sourceIdSchema.safeParse(value);
	if (!result.success) throw new RowProblem({ kind: 'sourceId', value });
	return result.data;
}

/** @throws RowProblem when there is no `unique_id` */
export function checkItem(fields: Fields): FeedbackItem {
	const result = fieldsSchema.safeParse(fields);
	if (!result.success) throw new RowProblem({ kind: 'missingId', subject: { of: 'item' } });
	return result.data;
}

/** @param fields of a message that has a body @throws RowProblem when there is no `unique_id` */
export function checkPart(fields: Fields, subject: Subject): ConversationPart {
	const result = partSchema.safeParse(fields);
	if (!result.success) throw new RowProblem({ kind: 'missingId', subject });
	return result.data;
}
