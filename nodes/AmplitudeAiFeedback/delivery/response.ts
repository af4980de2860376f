import { z } from 'zod';

/**
 * The documented answer: `{ingested, failed, errors: [{unique_id, error}]}`. Whether `ingested`
 * counts parts too is not documented, so nothing here relies on it.
 * Source: Amplitude's documentation of the AI Feedback API, "Response".
 */
const responseSchema = z.object({
	ingested: z.number().int().min(0),
	failed: z.number().int().min(0),
	errors: z.array(z.object({ unique_id: z.string(), error: z.string() })),
});

export type IngestResponse = z.infer<typeof responseSchema>;

/** @returns undefined for anything that is not JSON of the documented shape */
export function parseResponse(text: string): IngestResponse | undefined {
	const result = responseSchema.safeParse(parseJson(text));
	if (!result.success || result.data.errors.length > result.data.failed) return undefined;
	return result.data;
}

const messageSchema = z
	.object({ error: z.string() })
	.or(z.object({ message: z.string() }).transform(({ message }) => ({ error: message })));

/** Longer texts are pages or dumps, not sentences for a person. */
const LONGEST_MESSAGE = 300;

/**
 * The sentence in an error answer, if there is one. The shape of such answers is not documented;
 * `error` and `message` are what Amplitude's other APIs use.
 */
export function errorMessage(text: string): string | undefined {
	const result = messageSchema.safeParse(parseJson(text));
	const message = result.success ? result.data.error.trim() : '';
	return message === '' ? undefined : message.slice(0, LONGEST_MESSAGE);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
