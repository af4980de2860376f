import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback for one test. */
export interface TestServer {
	url: string;
	/** What came in: method, path, headers and the body as text. */
	received: Array<{
		method: string;
		path: string;
		headers: IncomingMessage['headers'];
		body: string;
	}>;
	close(): Promise<void>;
}

/** Serves on a free port; `answer` is called when a request is read to its end. */
export async function serve(
	answer: (response: ServerResponse, body: string, request: IncomingMessage) => void,
): Promise<TestServer> {
	const received: TestServer['received'] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			const { method = '', url: path = '', headers } = request;
			received.push({ method, path, headers, body });
			answer(response, body, request);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
