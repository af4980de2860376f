import type { IncomingMessage, ServerResponse } from 'node:http';
import { countResults } from './counts.mts';
import { Exchange, jsonResponse } from './exchange.mts';
import type { FaultOf } from './fault-plan.mts';
import type { FaultQueue } from './fault-queue.mts';
import { LOGIN_PAGE, sendResponse } from './fault-response.mts';
import type { PlannedResponse } from './fault-response.mts';
import type { Endpoint, RequestLog } from './records.mts';
import type { EmulatorSettings } from './settings.mts';
import type { FeedbackStore } from './store.mts';
import { readBody, validate } from './validation.mts';
import type { ReceivedRequest } from './validation.mts';

/** What the API works on. */
export interface ApiState {
	settings: EmulatorSettings;
	store: FeedbackStore;
	log: RequestLog;
	faults: FaultQueue;
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
		// A client that left, or a reset of the emulator: nobody is there to be told.
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
	const facts = () => ({ ...record, inFlight: state.log.inFlight });
	const early = state.faults.take(facts(), 'arrival');
	if (early !== undefined) {
		record.fault = early.fault.name ?? early.fault.kind;
		await exchange.pause(early.delayMs);
		return exchange.cut();
	}
	const { body, bytes } = await exchange.readBody();
	const { json, contents } = readBody(body);
	exchange.flight.setContents(bytes, contents);
	const hit = state.faults.take(facts(), 'read');
	if (hit !== undefined) record.fault = hit.fault.name ?? hit.fault.kind;
	const planned = planResponse(
		state,
		exchange,
		{ authorized: record.authorized, contentType, bytes, json, contents },
		hit?.fault.kind === 'errors' ? hit.fault : undefined,
	);
	await sendResponse(planned, hit, exchange, state.settings.responseDelayMs);
}

function planResponse(
	state: ApiState,
	exchange: Exchange,
	received: ReceivedRequest,
	fault: FaultOf<'errors'> | undefined,
): PlannedResponse {
	const { settings } = state;
	const commit = () => undefined;
	switch (exchange.flight.record.endpoint) {
		case 'ingest':
			return planIngestResponse(state, exchange, received, fault);
		case 'events-list':
			return {
				response: received.authorized
					? jsonResponse(200, EVENTS)
					: jsonResponse(settings.statusBadKeys, { error: 'Invalid API key or secret key' }),
				commit,
			};
		case 'login':
			return { response: LOGIN_PAGE, commit };
		case 'other':
			return { response: jsonResponse(404, { error: 'Not found' }), commit };
	}
}

function planIngestResponse(
	state: ApiState,
	exchange: Exchange,
	received: ReceivedRequest,
	fault: FaultOf<'errors'> | undefined,
): PlannedResponse {
	const { flight } = exchange;
	const validated = validate(received, state.settings);
	if (validated.kind === 'refused') {
		const { status, message } = validated;
		return { response: jsonResponse(status, { error: message }), commit: () => undefined };
	}
	const { status, counts, kept } = countResults(validated, state.settings, fault);
	flight.record.ingested = counts.ingested;
	flight.record.failed = counts.failed;
	return {
		response: jsonResponse(status, counts),
		counts,
		commit: () => {
			if (exchange.over || kept.length === 0) return;
			for (const item of kept) state.store.upsert(validated.sourceId, item);
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
