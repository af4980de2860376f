import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { runInThisContext } from 'node:vm';
import type { FeedbackItem } from '../../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { useEmulator } from '../../support/emulator.mts';
import { run, SOURCE } from '../../../tools/engine/feedback.mts';
import type { EngineResult } from '../../../tools/engine/harness.mts';
import { anyJsonCases, type AnyJsonCase } from './any-json-cases.mts';

/** Environment: ANY_JSON_RUNS (how many runs), ANY_JSON_SEED (which). A failure says the seed. */
const { ANY_JSON_RUNS = '40', ANY_JSON_SEED } = process.env;
const RUNS = Number(ANY_JSON_RUNS);
const SEED = ANY_JSON_SEED === undefined ? {} : { seed: Number(ANY_JSON_SEED) };
const FINE = ['ingested', 'skipped', 'ready'];
/** What JavaScript makes of values that are no text. No row holds these words. */
const NO_TEXT = /^$|\[object Object\]|^(undefined|null|NaN|Infinity|Invalid Date)$/;
const NOT_FINE = ['partial', 'rejected', 'unknown', 'unsent'];

const emulator = useEmulator();

/** The engine and the node live in the process's own realm, the rows in the test's. */
const PROTOTYPES = [globalThis, runInThisContext('globalThis') as typeof globalThis].flatMap(
	(realm) => [realm.Object.prototype, realm.Array.prototype, realm.Function.prototype],
);
const untouched = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));

/** What has got into a prototype. It is taken out again, for n8n and jest would trip over it. */
function pollution(): PropertyKey[] {
	return PROTOTYPES.flatMap((prototype, index) =>
		Reflect.ownKeys(prototype).filter((key) => {
			const isNew = !untouched[index]?.includes(key);
			return isNew && Reflect.deleteProperty(prototype, key);
		}),
	);
}

async function runCase(given: AnyJsonCase, dryRun: boolean): Promise<EngineResult> {
	const { rows, parameters, options, onError, timezone } = given;
	const all = { ...parameters, options: { ...options, dryRun } };
	try {
		return await run(emulator(), rows, all, { onError, timezone });
	} finally {
		expect(pollution()).toStrictEqual([]);
	}
}

interface Reported {
	status: string;
	reason?: unknown;
}

/** Every row has one result, on the right output, with a status and a reason that can be read. */
function resultsOf(result: EngineResult, { rows, onError }: AnyJsonCase): Reported[] {
	expect(result.failure).toBeUndefined();
	expect(result.status).toBe('success');
	const pairs = rows.map((_, item) => ({ item }));
	expect(result.raw.map(({ pairedItem }) => pairedItem)).toStrictEqual(pairs);
	const left = [...result.success, ...result.error].map(({ pairedItem }) => pairedItem);
	expect(left).toHaveLength(rows.length);
	expect(left).toStrictEqual(expect.arrayContaining(pairs));
	for (const { message } of result.hints) expectReadable(message);
	const reported = result.raw.map(({ json }) => {
		const failed = onError === 'continueErrorOutput' && !FINE.includes(String(json.status));
		if (failed) expect(Object.keys(json)).toStrictEqual(['error']);
		const { status, reason } = (failed ? json.error : json) as IDataObject;
		expect(failed ? NOT_FINE : [...FINE, ...NOT_FINE]).toContain(status);
		if (status !== 'ready' && status !== 'ingested') expectReadable(reason);
		return { status: String(status), reason };
	});
	const failures = reported.filter(({ status }) => NOT_FINE.includes(status)).length;
	expect(result.error).toHaveLength(onError === 'continueErrorOutput' ? failures : 0);
	return reported;
}

function expectReadable(text: unknown): void {
	expect(text).toEqual(expect.stringMatching(/\S/));
	// An expression is quoted as it is, also one that says "undefined".
	const own = String(text).replace(/, from .*?\}\},/g, '');
	expect(own).not.toMatch(/\[object Object\]|undefined/);
}

/** The values of an item and of its messages. */
function textsOf({ conversation_parts: parts = [], ...fields }: FeedbackItem): string[] {
	return [fields, ...parts].flatMap((values) => Object.values(values));
}

test('whatever JSON the rows of a dry run are, each has a result and the node does not throw', async () => {
	const statuses = new Set<string>();
	const property = fc.asyncProperty(anyJsonCases(40), async (given) => {
		const result = await runCase(given, true);
		for (const { status } of resultsOf(result, given)) statuses.add(status);
	});
	await fc.assert(property, { numRuns: RUNS, ...SEED });
	expect(emulator().requests).toHaveLength(0);
	expect([...statuses].sort()).toStrictEqual(['partial', 'ready', 'rejected', 'skipped']);
}, 120_000);

test('whatever JSON the rows are, the API has nothing to refuse in what is sent', async () => {
	const statuses = new Set<string>();
	const property = fc.asyncProperty(anyJsonCases(40), async (given) => {
		const result = await runCase(given, false);
		for (const { status, reason } of resultsOf(result, given)) {
			statuses.add(status);
			if (status !== 'ingested') expect(reason).not.toMatch(/Amplitude refused/);
		}
	});
	await fc.assert(property, { numRuns: RUNS, ...SEED });
	expect(emulator().requests.flatMap(({ unknownFields }) => unknownFields)).toStrictEqual([]);
	const texts = emulator().store.items(SOURCE).flatMap(textsOf);
	expect(texts.length).toBeGreaterThan(20);
	for (const text of texts) expect(text).not.toMatch(NO_TEXT);
	expect([...statuses]).toEqual(expect.arrayContaining(['ingested', 'rejected', 'skipped']));
}, 120_000);
