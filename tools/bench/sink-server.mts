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

/** As many as a request may have: the node looks into counts that are short of what it sent. */
const ACCEPTED = JSON.stringify({ ingested: 100, failed: 0, errors: [] });
const TOO_LARGE = JSON.stringify({ code: 413, error: 'more than 5 MB' });

const server = createServer((request, response) => {
	if (request.method === 'GET') return respond(response, JSON.stringify(figures));
	if (request.url?.startsWith('/reset')) return reset(request, response);
	figures.requests++;
	if (!used.has(request.socket)) figures.connections++;
	used.add(request.socket);
	let bytes = 0;
	request.on('data', (chunk: Buffer) => (bytes += chunk.length));
	request.on('end', () => {
		figures.bytes += bytes;
		const isAccepted = bytes < MAX_BYTES;
		const [body, status] = isAccepted ? [ACCEPTED, 200] : [TOO_LARGE, 413];
		setTimeout(() => respond(response, body, status), delay);
	});
});
// Clients of a benchmark may be quiet for longer than Node waits by default.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
	process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('disconnect', () => process.exit());

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
