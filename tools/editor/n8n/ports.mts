import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Asks the system for ports on the loopback address that nobody uses. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer());
	await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map((server) => once(server.close(), 'close')));
	return ports;
}
