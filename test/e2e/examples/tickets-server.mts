import { serve } from '../../support/http-server.mts';
import * as zendesk from '../../fixtures/sources/zendesk.mts';

/** A Zendesk with an incremental export of tickets, in pages of 1,000. */
export interface TicketsServer {
	readonly url: string;
	/** Where an export of all tickets begins. */
	readonly firstPage: string;
	close(): Promise<void>;
}

const PAGE_SIZE = 1000;
const PATH = '/api/v2/incremental/tickets/cursor.json';

/** Makes a ticket of the size that the fixture's have. */
export function ticketOf(id: number, description = `Ticket ${id}: the export fails.`) {
	return { ...zendesk.tickets[0]!, id, description };
}

/** Serves tickets as Zendesk's cursor-based incremental export does: `GET ?start_time=0`, then `?cursor=…`. */
export async function serveTickets(
	tickets: ReadonlyArray<ReturnType<typeof ticketOf>>,
): Promise<TicketsServer> {
	let url = '';
	const server = await serve((response, _body, request) => {
		const { pathname, searchParams } = new URL(request.url!, url);
		const isExport = pathname === PATH && searchParams.get('exclude_deleted') === 'true';
		if (!isExport || !request.headers.authorization?.startsWith('Basic ')) {
			response.writeHead(400).end();
			return;
		}
		const from = Number(searchParams.get('cursor') ?? 0);
		const after = Math.min(from + PAGE_SIZE, tickets.length);
		const page = {
			tickets: tickets.slice(from, after),
			after_url: `${url}${PATH}?cursor=${after}`,
			after_cursor: String(after),
			end_of_stream: after === tickets.length,
		};
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
	});
	url = server.url;
	return { url, firstPage: `${url}${PATH}?start_time=0`, close: server.close };
}
