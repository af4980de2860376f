import { htmlResponse, jsonResponse } from './exchange.mts';
import type { HttpResponse, Exchange } from './exchange.mts';
import type { Fault, FaultOf } from './fault-plan.mts';
import type { Hit } from './fault-queue.mts';
import { refusalResponse } from './response-body.mts';
import type { EmulatorSettings } from './settings.mts';

/** A change of the counts that the API itself would give. */
export type CountsPatch = NonNullable<FaultOf<'response'>['patch']>;

/** What the API itself would do with a request. */
export interface PlannedResponse {
	response: HttpResponse;
	/** Why the response refuses the request or fails items of it. */
	reason?: string | undefined;
	/** The response with other counts and more errors, where the request was accepted. */
	patched?(patch: CountsPatch): HttpResponse;
	/** Changes the store, after the time that this takes. */
	commit(): Promise<void>;
}

const WEB_PAGE =
	'<!doctype html><html lang="en"><head><title>Sign in</title></head>' +
	'<body><h1>Sign in</h1><p>Please sign in to continue.</p></body></html>';

/** The page behind a redirect: not the API, and yet a 200. */
export const LOGIN_PAGE = htmlResponse(200, WEB_PAGE);

/** Sends the planned response, or what the fault puts in its place, after the settings' delay. */
export async function sendResponse(
	planned: PlannedResponse,
	hit: Hit | undefined,
	exchange: Exchange,
	settings: EmulatorSettings,
): Promise<void> {
	const wait = () => exchange.pause(settings.responseDelayMs + (hit?.delayMs ?? 0));
	const fault = hit?.fault;
	if (fault === undefined || !isReplacing(fault)) {
		const waitFirst = fault?.kind === 'delay' && fault.when === 'before';
		if (waitFirst) await wait();
		await planned.commit();
		if (!waitFirst) await wait();
		exchange.flight.record.reason = planned.reason;
		exchange.send(planned.response);
		return;
	}
	if (fault.when === 'after') await planned.commit();
	await wait();
	const sent = sendFault(fault, planned, exchange, settings);
	if (fault.when === 'late') {
		await exchange.pause(fault.commitDelayMs);
		await planned.commit();
	}
	await sent;
}

/** A fault with a response of its own, or with none. */
type ReplacingFault = Exclude<Fault, { kind: 'errors' | 'delay' | 'refuse' }>;

/** A connection that is refused never comes to a response. */
function isReplacing(fault: Fault): fault is ReplacingFault {
	return !['errors', 'delay', 'refuse'].includes(fault.kind);
}

async function sendFault(
	fault: ReplacingFault,
	planned: PlannedResponse,
	exchange: Exchange,
	settings: EmulatorSettings,
): Promise<void> {
	switch (fault.kind) {
		case 'status': {
			const { status, reason = `Fault: status ${status}`, shape } = fault;
			const refusal = refusalResponse(status, reason, shape ?? settings.refusalShape);
			return exchange.send(withOwn(fault, refusal));
		}
		case 'response': {
			const { status = planned.response.status, patch } = fault;
			const response = (patch && planned.patched?.(patch)) ?? planned.response;
			return exchange.send(withOwn(fault, { ...response, status }));
		}
		case 'html':
			return exchange.send({ ...LOGIN_PAGE, status: fault.status });
		case 'empty':
			return exchange.send({ ...planned.response, status: fault.status, body: '' });
		case 'redirect':
			return exchange.send({
				...htmlResponse(fault.status, ''),
				headers: { location: fault.location },
			});
		case 'reset':
			return exchange.cut();
		case 'stall':
			if (fault.afterHeaders) exchange.sendHead(planned.response);
			return exchange.untilClosed();
		case 'trickle':
			return trickle(fault, planned.response, exchange);
		case 'endless':
			return endless(fault, planned.response, exchange);
		case 'truncated':
			return truncate(fault, planned.response, exchange);
	}
}

/** The response with the headers of the fault, and with its body where it has one. */
function withOwn(
	{ headers, text, json }: FaultOf<'status' | 'response'>,
	response: HttpResponse,
): HttpResponse {
	const at = Date.now();
	const values = Object.entries(headers).map(([name, value]) => [
		name,
		typeof value === 'object' ? new Date(at + value.dateInMs).toUTCString() : String(value),
	]);
	return {
		...(json === undefined ? response : jsonResponse(response.status, json)),
		headers: Object.fromEntries(values) as Record<string, string>,
		...(text !== undefined && { body: text }),
	};
}

async function trickle(fault: FaultOf<'trickle'>, response: HttpResponse, exchange: Exchange) {
	const body = Buffer.from(' '.repeat(fault.padBytes) + response.body);
	exchange.sendHead(response);
	for (let from = 0; from < body.length && !exchange.gone; from += fault.chunkBytes) {
		await exchange.pause(fault.everyMs);
		await exchange.write(body.subarray(from, from + fault.chunkBytes));
	}
	exchange.finish();
}

async function endless(fault: FaultOf<'endless'>, response: HttpResponse, exchange: Exchange) {
	const piece = Buffer.alloc(fault.chunkBytes, ' ');
	exchange.sendHead(response);
	while (!exchange.gone) {
		// At least a turn of the event loop, or an endless body would stop everything else.
		await exchange.pause(Math.max(1, fault.everyMs));
		await exchange.write(piece);
	}
}

async function truncate(fault: FaultOf<'truncated'>, response: HttpResponse, exchange: Exchange) {
	const body = Buffer.from(response.body);
	const kept = body.subarray(0, fault.keepBytes ?? Math.floor(body.length / 2));
	if (fault.cut === 'body') return exchange.send({ ...response, body: kept.toString() });
	exchange.sendHead(response, body.length);
	await exchange.write(kept);
	exchange.hangUp();
}
