/**
 * A server that takes requests like the API and answers each after a fixed time, doing as little as
 * it can, in a process of its own: `tsx test/bench/sink.mts`. It prints its address. `GET /figures`
 * gives what came since the last `POST /reset`. Of the API's rules it keeps the one that a way can
 * break by packing rows: a request stays under `MAX_BYTES`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { MAX_BYTES } from './bench-rows.mts';

const figures = { requests: 0, bytes: 0, connections: 0 };
let delay = 0;
/** Connections that carried a request; those that only ask for the figures do not count. */
let used = new WeakSet<Socket>();

const TAKEN = JSON.stringify({ ingested: 1, failed: 0, errors: [] });
const TOO_LARGE = JSON.stringify({ code: 413, error: 'more than 5 MB' });

const server = createServer((request, response) => {
	if (request.method === 'GET') return answer(response, JSON.stringify(figures));
	if (request.url?.startsWith('/reset')) return reset(request, response);
	figures.requests++;
	if (!used.has(request.socket)) figures.connections++;
	used.add(request.socket);
	let bytes = 0;
	request.on('data', (chunk: Buffer) => (bytes += chunk.length));
	request.on('end', () => {
		figures.bytes += bytes;
		const isTaken = bytes < MAX_BYTES;
		setTimeout(() => answer(response, isTaken ? TAKEN : TOO_LARGE, isTaken ? 200 : 413), delay);
	});
});
// Clients of a benchmark may be quiet for longer than Node waits by default.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
	process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

function answer(response: ServerResponse, body: string, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** `POST /reset?delay=50`: from now on answers take 50 ms. */
function reset(request: IncomingMessage, response: ServerResponse): void {
	delay = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('delay'));
	Object.assign(figures, { requests: 0, bytes: 0, connections: 0 });
	used = new WeakSet();
	request.resume();
	answer(response, '{}');
}
