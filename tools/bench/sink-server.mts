/**
 * Takes requests as the API does and answers each after a fixed time, doing as little as it can.
 * `GET /figures` gives what came since the last `POST /reset`. Of the API's rules it keeps the one that
 * a way can break by its batches: a request stays under `MAX_BYTES`. Sends its address to its parent.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { MAX_BYTES } from './rows.mts';

const figures = { requests: 0, bytes: 0, connections: 0 };
let delay = 0;
/** Connections that carried a request; those that only ask for the figures do not count. */
let used = new WeakSet<Socket>();

const ID_KEY = Buffer.from('"unique_id":');
const TOO_LARGE = JSON.stringify({ code: 413, error: 'more than 5 MB' });

const server = createServer((request, response) => {
	if (request.method === 'GET') return respond(response, JSON.stringify(figures));
	if (request.url?.startsWith('/reset')) return reset(request, response);
	figures.requests++;
	if (!used.has(request.socket)) figures.connections++;
	used.add(request.socket);
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = Buffer.concat(chunks);
		figures.bytes += body.length;
		const isAccepted = body.length < MAX_BYTES;
		const [responseBody, status] = isAccepted ? [accepted(body), 200] : [TOO_LARGE, 413];
		setTimeout(() => respond(response, responseBody, status), delay);
	});
});
// Clients of a benchmark may be quiet for longer than Node waits by default.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
	process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('disconnect', () => process.exit());

/** Counts the items without parsing them: no text holds the bytes of this key with its quotes. */
function accepted(body: Buffer): string {
	let ingested = 0;
	for (let at = body.indexOf(ID_KEY); at >= 0; at = body.indexOf(ID_KEY, at + 1)) ingested++;
	return JSON.stringify({ ingested, failed: 0, errors: [] });
}

function respond(response: ServerResponse, body: string, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** `POST /reset?delay=50`: from now on responses take 50 ms. */
function reset(request: IncomingMessage, response: ServerResponse): void {
	delay = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('delay'));
	Object.assign(figures, { requests: 0, bytes: 0, connections: 0 });
	used = new WeakSet();
	request.resume();
	respond(response, '{}');
}
