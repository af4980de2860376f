import type { RequestRecord } from '../../../tools/emulator/records.mts';
import type { Emulator } from '../../../tools/emulator/server.mts';
import type { EngineResult } from '../../../tools/engine/harness.mts';
import type { Case } from './cases.mts';
import { hasBadPart, isAcceptable, type Model } from './model.mts';
import { contradiction } from './truth.mts';
import { WORLDS } from './worlds.mts';

const MAX_SENDS = 12;

/** A run that is over, with all that is known about it. */
export interface Finished {
	testCase: Case;
	model: Model;
	sourceId: string;
	result: EngineResult;
	/** The emulator that it ran against, which other cases use too. */
	emulator: Emulator;
	requests: readonly RequestRecord[];
}

/** Holds a run against the invariants. @returns what is wrong, a sentence each */
export function complaintsAbout(finished: Finished): string[] {
	return [
		...aboutAnswers(finished),
		...aboutTruth(finished),
		...aboutRequests(finished),
		...aboutProgress(finished),
	];
}

/** C: every row is answered once, in order, paired with its input row. */
function aboutAnswers({ model, result }: Finished): string[] {
	const found: string[] = [];
	const { success, error, failure, status } = result;
	if (status !== 'success' || failure)
		found.push(`the run ended as ${status}: ${failure?.message}`);
	if (error.length > 0) found.push('rows left on the error output');
	if (success.length !== model.rows.length) {
		found.push(`${model.rows.length} rows came in, ${success.length} went out`);
	}
	for (const [index, { json, pairedItem }] of success.entries()) {
		const answer = model.answers[index];
		if (JSON.stringify(pairedItem) !== JSON.stringify({ item: index })) {
			found.push(`row ${index} is paired with ${JSON.stringify(pairedItem)}`);
		}
		const given = model.rows[index]?.unique_id;
		if (json.unique_id !== (given || null)) {
			found.push(`row ${index} is told about ${String(json.unique_id)}`);
		}
		if (answer && 'status' in answer && (json.status !== answer.status || json.attempts)) {
			found.push(`row ${index} is told ${String(json.status)}, not ${answer.status}`);
		}
	}
	return found;
}

/** T: the store holds what the rows were told, and nothing else. */
function aboutTruth({ testCase, model, result, emulator, sourceId, requests }: Finished): string[] {
	const found: string[] = [];
	const stored = new Map(emulator.store.items(sourceId).map((item) => [item.unique_id, item]));
	for (const id of stored.keys()) if (!model.items.has(id)) found.push(`nobody sent ${id}`);
	for (const [index, answer] of model.answers.entries()) {
		const json = result.success[index]?.json;
		if ('status' in answer || json === undefined) continue;
		const sent = model.items.get(answer.id)!;
		if (WORLDS[testCase.world]?.ambiguousParts && hasBadPart(sent, testCase, emulator.settings)) {
			continue;
		}
		const wrong = contradiction({
			status: json.status,
			reason: String(json.reason ?? ''),
			sent,
			stored: stored.get(answer.id),
			requests: requests.filter(({ itemIds }) => itemIds.includes(answer.id)),
		});
		if (wrong) found.push(`row ${index} (${answer.id}): ${wrong}`);
	}
	return found;
}

/** N and O, and the limits of a request. */
function aboutRequests({ testCase, requests, model, result }: Finished): string[] {
	const found: string[] = [];
	for (const record of requests) {
		const { id, items, itemIds, bytes, unknownFields, overlappingIds } = record;
		if (items > testCase.options.batchSize) found.push(`request ${id} has ${items} items`);
		if (new Set(itemIds).size < items) found.push(`request ${id} carries an item twice`);
		if (bytes >= 5_000_000) found.push(`request ${id} has ${bytes} bytes`);
		if (unknownFields.length > 0) found.push(`request ${id} has ${unknownFields.join()}`);
		if (overlappingIds.length > 0) found.push(`${overlappingIds.join()} in flight twice`);
	}
	const sends = sendsIn(requests, model);
	for (const [what, count] of sends) {
		if (count > MAX_SENDS) found.push(`${what} was sent ${count} times`);
	}
	// Nobody counts a request that its sender gave up before it was read.
	if (testCase.options.timeout > 1) found.push(...aboutCounts(sends, model, result));
	return found;
}

/**
 * How often each item without messages, and each message, was sent. A conversation may be divided:
 * then its pieces go one by one, and each is sent as often as it has to be.
 */
function sendsIn(requests: readonly RequestRecord[], { items }: Model): Map<string, number> {
	const sends = new Map<string, number>();
	for (const { itemIds, partIds } of requests) {
		const carried = new Set(partIds);
		for (const id of itemIds) {
			const parts = items.get(id)?.conversation_parts ?? [];
			const messages = parts.map(({ unique_id }) => unique_id).filter((own) => carried.has(own));
			for (const what of parts.length === 0 ? [id] : messages.map((own) => `${id}/${own}`)) {
				sends.set(what, (sends.get(what) ?? 0) + 1);
			}
		}
	}
	return sends;
}

/** A row that tells how often it was sent tells the truth. */
function aboutCounts(
	sends: ReadonlyMap<string, number>,
	{ answers, items }: Model,
	{ success }: EngineResult,
): string[] {
	return answers.flatMap((answer, index) => {
		if ('status' in answer || items.get(answer.id)?.conversation_parts.length !== 0) return [];
		const told = Number(success[index]?.json.attempts ?? 0);
		const count = sends.get(answer.id) ?? 0;
		return told === count ? [] : [`row ${index} was sent ${count} times, and told ${told}`];
	});
}

/** Trouble that passes costs no row: saying "unknown" about everything would be true, and useless. */
function aboutProgress({ testCase, model, result, emulator }: Finished): string[] {
	const { settings } = emulator;
	const items = [...model.items.values()];
	if (testCase.weather !== 'passing' || !items.every((item) => isAcceptable(item, settings))) {
		return [];
	}
	return model.answers.flatMap((answer, index) => {
		const status = result.success[index]?.json.status;
		return 'id' in answer && status !== 'ingested'
			? [`row ${index} (${answer.id}) could have arrived, and is told ${String(status)}`]
			: [];
	});
}
