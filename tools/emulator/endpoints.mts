import type { IncomingMessage, ServerResponse } from 'node:http';
import { countResults, reasonOf } from './counts.mts';
import { Exchange, jsonResponse } from './exchange.mts';
import type { HttpResponse } from './exchange.mts';
import type { FaultOf } from './fault-plan.mts';
import type { FaultQueue, Hit } from './fault-queue.mts';
import { LOGIN_PAGE, sendResponse } from './fault-response.mts';
import type { PlannedResponse } from './fault-response.mts';
import type { Endpoint, RequestLog } from './records.mts';
import type { EmulatorSettings } from './settings.mts';
import type { FeedbackStore } from './store.mts';
import type { RequestQuota, SharedLine } from './limits.mts';
import { countsResponse, refusalResponse } from './response-body.mts';
import { readTexts } from './schema.mts';
import type { FeedbackItem } from './schema.mts';
import { readBody, validate, WRONG_KEYS } from './validation.mts';
import type { ReceivedRequest } from './validation.mts';

/** What the API works on. */
export interface ApiState {
	settings: EmulatorSettings;
	store: FeedbackStore;
	log: RequestLog;
	faults: FaultQueue;
	quota: RequestQuota;
	line: SharedLine;
	/** Aborted by a reset; each request belongs to the life in which it came. */
	life: AbortSignal;
}

/** One event type, as the Dashboard REST API's documentation of `events/list` shows them. */
const EVENTS = {
	data: [
		{
			value: 'Feedback Received',
			display: 'Feedback Received',
			totals: 0,
			hidden: false,
			deleted: false,
			non_active: false,
		},
	],
};

/** The reason of a refusal for a quota that is used up. */
const THROTTLED = 'Too many requests';

/** Receives a request, records it, and responds as the API, or as the next fault, would. */
export async function handleRequest(
	state: ApiState,
	endpoint: Endpoint,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const flight = state.log.open({
		method: request.method ?? '',
		path: (request.url ?? '').replace(/\?.*$/s, ''),
		endpoint,
		authorized: isAuthorized(request.headers.authorization, state.settings),
	});
	const exchange = new Exchange(request, response, flight, state.life);
	try {
		await respond(state, exchange, request.headers['content-type']);
	} catch (error) {
		// A client that left, or a reset of the emulator: no client is left to respond to.
		if (exchange.gone || exchange.over) return;
		exchange.send(jsonResponse(500, { error: `The emulator failed: ${String(error)}` }));
	}
}

async function respond(
	state: ApiState,
	exchange: Exchange,
	contentType: string | undefined,
): Promise<void> {
	const { record } = exchange.flight;
	const early = takeFault(state, exchange, 'arrival', undefined);
	if (early !== undefined) {
		await exchange.pause(early.delayMs);
		return exchange.cut();
	}
	const retryAfterMs = admit(state, exchange);
	const { body, bytes } = await exchange.readBody((piece, soFar) =>
		passGateway(state, exchange, piece, soFar),
	);
	const { json, contents } = readBody(body);
	exchange.flight.setContents(bytes, contents);
	if (retryAfterMs !== undefined) {
		record.reason = THROTTLED;
		await exchange.pause(state.settings.responseDelayMs);
		return exchange.send(throttledResponse(retryAfterMs, state.settings));
	}
	const hit = takeFault(state, exchange, 'read', json);
	const planned = planResponse(
		state,
		exchange,
		{ authorized: record.authorized, contentType, bytes, json, contents },
		hit?.fault.kind === 'errors' ? hit.fault : undefined,
	);
	await sendResponse(planned, hit, exchange, state.settings);
}

function takeFault(
	{ faults, log }: ApiState,
	{ flight: { record } }: Exchange,
	stage: 'arrival' | 'read',
	json: unknown,
): Hit | undefined {
	const facts = { ...record, inFlight: log.inFlight, texts: () => readTexts(json) };
	const hit = faults.take(facts, stage);
	if (hit !== undefined) record.fault = hit.fault.name ?? hit.fault.kind;
	return hit;
}

/** Asks the quota for the request. @returns the wait in ms where it is used up */
function admit({ quota, settings }: ApiState, { flight }: Exchange): number | undefined {
	if (flight.record.endpoint !== 'ingest' || !flight.record.authorized) return undefined;
	const waitMs = quota.admit(settings);
	if (waitMs === undefined) flight.onEnd = () => quota.release();
	return waitMs;
}

/** Lets a piece of a body through, as fast as the line is, or cuts the connection. */
async function passGateway(
	{ settings, line }: ApiState,
	exchange: Exchange,
	{ length }: Buffer,
	soFar: number,
): Promise<void> {
	const { lineBytesPerSecond, cutAboveBytes } = settings;
	exchange.flight.record.bytes = soFar;
	if (lineBytesPerSecond !== null) await exchange.pause(line.carry(length, lineBytesPerSecond));
	if (cutAboveBytes !== null && soFar > cutAboveBytes) exchange.cut();
}

function throttledResponse(waitMs: number, settings: EmulatorSettings): HttpResponse {
	const { statusThrottled, throttleRetryAfter, refusalShape } = settings;
	const response = refusalResponse(statusThrottled, THROTTLED, refusalShape);
	const retryAfter = {
		none: undefined,
		seconds: String(Math.ceil(waitMs / 1_000)),
		date: new Date(Date.now() + Math.ceil(waitMs / 1_000) * 1_000).toUTCString(),
	}[throttleRetryAfter];
	return retryAfter === undefined
		? response
		: { ...response, headers: { 'retry-after': retryAfter } };
}

function planResponse(
	state: ApiState,
	exchange: Exchange,
	received: ReceivedRequest,
	fault: FaultOf<'errors'> | undefined,
): PlannedResponse {
	const { settings } = state;
	const commit = async () => undefined;
	switch (exchange.flight.record.endpoint) {
		case 'ingest':
			return planIngestResponse(state, exchange, received, fault);
		case 'events-list':
			return {
				response: received.authorized
					? jsonResponse(200, EVENTS)
					: refusalResponse(settings.statusBadKeys, WRONG_KEYS, settings.refusalShape),
				reason: received.authorized ? undefined : WRONG_KEYS,
				commit,
			};
		case 'login':
			return { response: LOGIN_PAGE, commit };
		case 'other':
			return { response: jsonResponse(404, { error: 'Not found' }), commit };
	}
}

function planIngestResponse(
	{ settings, store }: ApiState,
	exchange: Exchange,
	received: ReceivedRequest,
	fault: FaultOf<'errors'> | undefined,
): PlannedResponse {
	const { flight } = exchange;
	const validated = validate(received, settings);
	if (validated.kind === 'refused') {
		const { status, message } = validated;
		return {
			response: refusalResponse(status, message, settings.refusalShape),
			reason: message,
			commit: async () => undefined,
		};
	}
	const { sourceId } = validated;
	const countChanges = (item: FeedbackItem) => store.countChanges(sourceId, item);
	const { status, counts, kept } = countResults(validated, settings, countChanges, fault);
	flight.record.ingested = counts.ingested;
	flight.record.failed = counts.failed;
	return {
		response: countsResponse(status, counts, settings),
		reason: counts.failed > 0 ? reasonOf(counts) : undefined,
		patched: ({ ingestedBy, failedBy, errors }) => {
			const ingested = counts.ingested + ingestedBy;
			const failed = counts.failed + failedBy;
			return countsResponse(status, { ...counts, ingested, failed }, settings, errors);
		},
		commit: async () => {
			await exchange.pause(settings.msPerItem * kept.length);
			if (exchange.over || kept.length === 0) return;
			for (const item of kept) store.upsert(sourceId, item);
			flight.markApplied();
		},
	};
}

function isAuthorized(header: string | undefined, settings: EmulatorSettings): boolean {
	const encoded = /^basic\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
	if (encoded === undefined) return false;
	const given = Buffer.from(encoded, 'base64').toString('utf8');
	return given === `${settings.apiKey}:${settings.secretKey}`;
}
