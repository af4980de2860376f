import type { Chunk } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import type { ApiResponse } from '../../../nodes/AmplitudeAiFeedback/delivery/apiResponse.ts';
import type { NamedFailures } from '../../../nodes/AmplitudeAiFeedback/delivery/attribute.ts';
import {
	toJob,
	track,
	type Job,
	type PendingItem,
	type TrackedChunk,
} from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';

/** Returns a chunk with a text of its own, unless its `body` is null. */
export function chunkOf(
	id: string,
	messageIds: readonly string[] = [],
	body: string | null = 'Great',
): Chunk {
	const messages = messageIds.map((unique_id) => ({ unique_id, body: 'Hello' }));
	return {
		unique_id: id,
		...(body === null ? {} : { body }),
		...(messages.length > 0 ? { conversation_parts: messages } : {}),
	};
}

/** Returns an item of the source `s` that was not sent yet. @param chunks without them: one with a text */
export function pendingItem(
	id: string,
	chunks: readonly Chunk[] = [chunkOf(id)],
	more: Partial<PendingItem> & { tracked?: Partial<TrackedChunk> } = {},
): PendingItem {
	const [current, ...later] = chunks.map(track) as [TrackedChunk, ...TrackedChunk[]];
	const item = {
		sourceId: 's',
		id,
		sourceRows: [],
		chunkCount: chunks.length,
		oversizedMessages: new Map(),
	};
	const { tracked, ...rest } = more;
	return {
		item,
		current: { ...current, ...tracked },
		later,
		isSaved: false,
		refusedMessages: 0,
		...rest,
	};
}

/** Returns a request of items by their ids. */
export function jobWith(ids: readonly string[], more?: Partial<Job>): Job {
	return toJob(
		's',
		ids.map((id) => pendingItem(id)),
		more,
	);
}

export function idsOf({ items }: Pick<Job, 'items'>): string {
	return items.map(({ item }) => item.id).join(' ');
}

/** @param body a text, or an object for its JSON */
export function http(
	status: number,
	body: unknown = '',
	headers: Readonly<Record<string, string>> = {},
): ApiResponse {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'response', status, headers, text };
}

/** Returns a body of the documented shape. @param errors pairs of id and text */
export function counts(
	ingested: number,
	failed: number,
	...errors: readonly (readonly [string, string])[]
) {
	return { ingested, failed, errors: errors.map(([unique_id, error]) => ({ unique_id, error })) };
}

export const abc = jobWith(['a', 'b', 'c']);
export const one = jobWith(['a']);

/** Returns a request of one item `t` with a text and these messages. */
export function talk(...messages: readonly string[]): Job {
	return toJob('s', [pendingItem('t', [chunkOf('t', messages)])]);
}

/** Names items of a job, with the text `no`, and messages by item, with the text `bad`. */
export function naming(
	{ items }: Job,
	ids: readonly string[],
	messages: Readonly<Record<string, readonly string[]>> = {},
): NamedFailures {
	const find = (id: string) => items.find(({ item }) => item.id === id) as PendingItem;
	const bad = (own: readonly string[]) => new Map(own.map((id) => [id, 'bad']));
	return {
		items: new Map(ids.map((id) => [find(id), 'no'])),
		messages: new Map(Object.entries(messages).map(([id, own]) => [find(id), bad(own)])),
	};
}
