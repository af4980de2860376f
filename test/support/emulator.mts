import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { Agent, request } from 'undici';
import type { FaultPlan } from '../../tools/emulator/fault-plan.mts';
import { EVENTS_PATH, INGEST_PATH, startEmulator } from '../../tools/emulator/server.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import type { EmulatorSettings } from '../../tools/emulator/settings.mts';
import { poll } from '../../tools/shared/poll.mts';

/** A response as a client sees it. */
export interface ClientResponse {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** The body as JSON; undefined where it is none. */
	json: unknown;
}

/** What may differ from a proper request. */
export interface Deviation {
	/** `user:password`; null sends no Authorization header. */
	keys?: string | null;
	/** Null sends none. */
	contentType?: string | null;
	signal?: AbortSignal;
}

/** The default keys, as Basic auth joins them. */
export const KEYS = 'emulator-api-key:emulator-secret-key';

/** An emulator for the tests of a file: fresh and with its first settings for each of them. */
export function useEmulator(settings: Partial<EmulatorSettings> = {}): () => Emulator {
	let emulator: Emulator | undefined;
	let first: EmulatorSettings | undefined;
	beforeAll(async () => {
		emulator = await startEmulator(settings);
		first = { ...emulator.settings };
	});
	afterEach(() => {
		emulator?.reset();
		if (emulator && first) Object.assign(emulator.settings, first);
	});
	afterAll(() => emulator?.close());
	return () => {
		if (emulator === undefined) throw new Error('The emulator has not started yet');
		return emulator;
	};
}

/** Sends any request on a connection of its own. */
export async function call(
	url: string,
	options: {
		method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
		headers?: Record<string, string>;
		body?: string | Buffer;
		signal?: AbortSignal;
	},
): Promise<ClientResponse> {
	const dispatcher = new Agent({ connect: { timeout: 5_000 } });
	try {
		const { statusCode, headers, body } = await request(url, { ...options, dispatcher });
		const text = await body.text();
		return { status: statusCode, headers, text, json: parseJson(text) };
	} finally {
		await dispatcher.destroy();
	}
}

/** Sends a body to the ingest endpoint; what is not a string is sent as JSON. */
export function ingest(
	emulator: Emulator,
	body: unknown,
	deviation: Deviation = {},
): Promise<ClientResponse> {
	return call(emulator.url + INGEST_PATH, {
		method: 'POST',
		headers: headersOf(deviation),
		body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
		signal: deviation.signal,
	});
}

/** Asks for the list of events. */
export function listEvents(emulator: Emulator, deviation: Deviation = {}): Promise<ClientResponse> {
	const headers = headersOf({ ...deviation, contentType: null });
	return call(emulator.url + EVENTS_PATH, { method: 'GET', headers });
}

/** Sends items to the source `s` after adding the fault. */
export function ingestUnder(
	emulator: Emulator,
	plan: FaultPlan,
	...ids: string[]
): Promise<ClientResponse> {
	emulator.faults.add(plan);
	return ingest(emulator, batch(...ids));
}

/** A request with an item for each id. */
export function batch(...ids: string[]) {
	return {
		source_id: 's',
		items: ids.map((unique_id) => ({ unique_id, body: `of ${unique_id}` })),
	};
}

/** The ids of all items in the source `s`. */
export function storedIds(emulator: Emulator): string[] {
	return emulator.store.items('s').map(({ unique_id }) => unique_id);
}

/** The response to a request that was accepted whole. */
export function accepted(ingested: number) {
	return { ingested, failed: 0, errors: [] };
}

/** Waits until the condition holds; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
	await poll(condition, { every: 5, within: 5_000, failure: () => 'Waited five seconds in vain' });
}

function headersOf({ keys = KEYS, contentType = 'application/json' }: Deviation) {
	return {
		...(keys !== null && { authorization: `Basic ${Buffer.from(keys).toString('base64')}` }),
		...(contentType !== null && { 'content-type': contentType }),
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
