import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A mail server that keeps what it gets, as plain text. */
export interface MailServer {
	readonly port: number;
	/** Each message with its head, decoded. */
	readonly messages: readonly string[];
	close(): Promise<void>;
}

/** Undoes the encoding of long lines and of other characters than ASCII (RFC 2045, quoted-printable). */
function decoded(lines: readonly string[]): string {
	return lines
		.join('\n')
		.replaceAll('=\n', '')
		.replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

async function receive(socket: Socket, messages: string[]): Promise<void> {
	const reply = (line: string) => socket.write(`${line}\r\n`);
	reply('220 mail.example.com');
	let data: string[] | undefined;
	for await (const line of createInterface({ input: socket })) {
		if (data !== undefined) {
			if (line !== '.') {
				data.push(line);
				continue;
			}
			messages.push(decoded(data));
			data = undefined;
			reply('250 kept');
		} else if (line === 'DATA') {
			data = [];
			reply('354 go on');
		} else if (line === 'QUIT') {
			reply('221 bye');
			socket.end();
		} else {
			reply('250 OK');
		}
	}
}

/** Takes messages by SMTP on a free port of this machine. */
export async function startMailServer(): Promise<MailServer> {
	const messages: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		void receive(socket, messages);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		messages,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}
