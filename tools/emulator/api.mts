import type { IncomingMessage, ServerResponse } from 'node:http';
import { Exchange, jsonAnswer } from './exchange.mts';
import { carryOut, LOGIN_PAGE } from './fault-strike.mts';
import type { Verdict } from './fault-strike.mts';
import type { FaultOf } from './fault-plan.mts';
import type { FaultQueue } from './fault-queue.mts';
import { judge, readBody } from './judge.mts';
import type { Submission } from './judge.mts';
import type { Endpoint, RequestLog } from './records.mts';
import { settle } from './settle.mts';
import type { EmulatorSettings } from './settings.mts';
import type { FeedbackStore } from './store.mts';

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

/** Receives a request, records it, and answers it as the API, or as the next fault, would. */
export async function serve(
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
		await answer(state, exchange, request.headers['content-type']);
	} catch (error) {
		// A client that left, or a reset of the emulator: nobody is there to be told.
		if (exchange.gone || exchange.over) return;
		exchange.send(jsonAnswer(500, { error: `The emulator failed: ${String(error)}` }));
	}
}

async function answer(
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
	const { json, carried } = readBody(body);
	exchange.flight.carries(bytes, carried);
	const hit = state.faults.take(facts(), 'read');
	if (hit !== undefined) record.fault = hit.fault.name ?? hit.fault.kind;
	const verdict = verdictOn(
		state,
		exchange,
		{ authorized: record.authorized, contentType, bytes, json, carried },
		hit?.fault.kind === 'errors' ? hit.fault : undefined,
	);
	await carryOut(verdict, hit, exchange, state.settings.answerDelayMs);
}

function verdictOn(
	state: ApiState,
	exchange: Exchange,
	submission: Submission,
	fault: FaultOf<'errors'> | undefined,
): Verdict {
	const { settings } = state;
	const nothing = () => undefined;
	switch (exchange.flight.record.endpoint) {
		case 'ingest':
			return verdictOnIngest(state, exchange, submission, fault);
		case 'events-list':
			return {
				answer: submission.authorized
					? jsonAnswer(200, EVENTS)
					: jsonAnswer(settings.statusBadKeys, { error: 'Invalid API key or secret key' }),
				commit: nothing,
			};
		case 'login':
			return { answer: LOGIN_PAGE, commit: nothing };
		case 'other':
			return { answer: jsonAnswer(404, { error: 'Not found' }), commit: nothing };
	}
}

function verdictOnIngest(
	state: ApiState,
	exchange: Exchange,
	submission: Submission,
	fault: FaultOf<'errors'> | undefined,
): Verdict {
	const { flight } = exchange;
	const judged = judge(submission, state.settings);
	if (judged.kind === 'refused') {
		const { status, message } = judged;
		return { answer: jsonAnswer(status, { error: message }), commit: () => undefined };
	}
	const { status, answer: counts, kept } = settle(judged, state.settings, fault);
	flight.record.ingested = counts.ingested;
	flight.record.failed = counts.failed;
	return {
		answer: jsonAnswer(status, counts),
		counts,
		commit: () => {
			if (exchange.over || kept.length === 0) return;
			for (const item of kept) state.store.upsert(judged.sourceId, item);
			flight.applied();
		},
	};
}

function isAuthorized(header: string | undefined, settings: EmulatorSettings): boolean {
	const encoded = /^basic\s+(\S+)\s*$/i.exec(header ?? '')?.[1];
	if (encoded === undefined) return false;
	const given = Buffer.from(encoded, 'base64').toString('utf8');
	return given === `${settings.apiKey}:${settings.secretKey}`;
}
