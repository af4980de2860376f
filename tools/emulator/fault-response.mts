import { htmlResponse, jsonResponse } from './exchange.mts';
import type { HttpResponse, Exchange } from './exchange.mts';
import type { Fault, FaultOf } from './fault-plan.mts';
import type { Hit } from './fault-queue.mts';
import type { IngestCounts } from './counts.mts';

/** What the API itself would do with a request. */
export interface PlannedResponse {
	response: HttpResponse;
	/** The counts of a request that was accepted. */
	counts?: IngestCounts;
	/** Changes the store. */
	commit(): void;
}

const WEB_PAGE =
	'<!doctype html><html lang="en"><head><title>Sign in</title></head>' +
	'<body><h1>Sign in</h1><p>Please sign in to continue.</p></body></html>';

/** The page behind a redirect: not the API, and yet a 200. */
export const LOGIN_PAGE = htmlResponse(200, WEB_PAGE);

/** Sends the planned response, or what the fault puts in its place, after `usualDelayMs`. */
export async function sendResponse(
	planned: PlannedResponse,
	hit: Hit | undefined,
	exchange: Exchange,
	usualDelayMs: number,
): Promise<void> {
	const wait = () => exchange.pause(usualDelayMs + (hit?.delayMs ?? 0));
	const fault = hit?.fault;
	if (fault === undefined || fault.kind === 'errors' || fault.kind === 'delay') {
		const waitFirst = fault?.kind === 'delay' && fault.when === 'before';
		if (waitFirst) await wait();
		planned.commit();
		if (!waitFirst) await wait();
		exchange.send(planned.response);
		return;
	}
	if (fault.when === 'after') planned.commit();
	await wait();
	const sent = sendFault(fault, planned, exchange);
	if (fault.when === 'late') {
		await exchange.pause(fault.commitDelayMs);
		planned.commit();
	}
	await sent;
}

type ReplacingFault = Exclude<Fault, { kind: 'errors' | 'delay' }>;

async function sendFault(
	fault: ReplacingFault,
	planned: PlannedResponse,
	exchange: Exchange,
): Promise<void> {
	switch (fault.kind) {
		case 'status':
		case 'response':
			return exchange.send(replaced(fault, planned));
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

function replaced(fault: FaultOf<'status' | 'response'>, planned: PlannedResponse): HttpResponse {
	const at = Date.now();
	const headers = Object.fromEntries(
		Object.entries(fault.headers).map(([name, value]) => [
			name,
			typeof value === 'object' ? new Date(at + value.dateInMs).toUTCString() : String(value),
		]),
	);
	const status = fault.status ?? planned.response.status;
	const own = fault.kind === 'response' ? patched(fault, planned) : undefined;
	const plain =
		fault.json === undefined
			? (own ?? jsonResponse(status, { error: `Fault: status ${status}` }))
			: jsonResponse(status, fault.json);
	return { ...plain, status, headers, ...(fault.text !== undefined && { body: fault.text }) };
}

function patched(
	{ patch }: FaultOf<'response'>,
	{ response, counts }: PlannedResponse,
): HttpResponse {
	if (patch === undefined || counts === undefined) return response;
	return jsonResponse(response.status, {
		ingested: counts.ingested + patch.ingestedBy,
		failed: counts.failed + patch.failedBy,
		errors: [...counts.errors, ...patch.errors],
	});
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
