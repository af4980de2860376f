import type { Bodies, KeptBody } from '../bodies.mts';
import type { RequestRecord } from '../records.mts';
import { readableBody } from './json-text.mts';
import { grouped } from './numbers.mts';
import { Html, markup } from './markup.mts';

/** Longest reason that is shown in a row, in UTF-16 units. */
const SHOWN_REASON = 300;
const COLUMNS = 9;

/** Which request is opened, with its bodies (undefined where they are not kept), and where rows lead. */
export interface OpenedRequest {
	id: number | undefined;
	bodies: Bodies | undefined;
	/** The address of the page with this request opened, or with none. */
	addressOf(id: number | undefined): string;
}

/** Requests, newest first; the opened one with its bodies below its row. */
export function requestTable(records: RequestRecord[], opened: OpenedRequest): Html {
	if (records.length === 0) return markup`<p class="empty none">No request has come yet.</p>`;
	return markup`<div class="scroll">
		<table>
			<thead>
				<tr>
					<th class="number">#</th>
					<th>Time (UTC)</th>
					<th>Request</th>
					<th>Status</th>
					<th class="number">Items</th>
					<th class="number">Messages</th>
					<th class="number">Bytes</th>
					<th>Keys</th>
					<th>Fault</th>
				</tr>
			</thead>
			<tbody>
				${records.map((record) => requestRow(record, opened))}
			</tbody>
		</table>
	</div>`;
}

function requestRow(record: RequestRecord, opened: OpenedRequest): Html {
	const isOpen = record.id === opened.id;
	const name = `request-${record.id}`;
	// The fragment keeps the row in sight, when the page is reloaded.
	const href = `${opened.addressOf(isOpen ? undefined : record.id)}#${name}`;
	return markup`<tr>
		<td class="number">${record.id}</td>
		<td>${new Date(record.receivedAt).toISOString().slice(11, 23)}</td>
		<td id="${name}"><a href="${href}" title="${isOpen ? 'Hide' : 'Show'} bodies">${isOpen ? '▾' : '▸'} ${record.method} ${record.path}</a></td>
		<td>${statusOf(record)}</td>
		<td class="number">${grouped(record.items)}</td>
		<td class="number">${grouped(record.parts)}</td>
		<td class="number">${grouped(record.bytes)}</td>
		<td>${record.authorized ? 'right' : markup`<span class="bad">wrong</span>`}</td>
		<td>${record.fault ?? ''}</td>
	</tr>
	${record.reason === undefined ? undefined : reasonRow(record.reason)}
	${isOpen ? bodiesRow(record, opened.bodies) : undefined}`;
}

function statusOf({ status, ending, failed = 0 }: RequestRecord): Html {
	if (ending === undefined) return markup`in flight`;
	if (ending === 'cut') return markup`<span class="bad">cut off</span>`;
	if (ending === 'client-left') return markup`<span class="bad">client left</span>`;
	const isGood = status !== undefined && status < 300 && failed === 0;
	const suffix = failed > 0 ? `, ${grouped(failed)} failed` : '';
	return markup`<span class="${isGood ? 'good' : 'bad'}">${status}${suffix}</span>`;
}

function reasonRow(reason: string): Html {
	const shown = reason.length > SHOWN_REASON ? `${reason.slice(0, SHOWN_REASON)}…` : reason;
	return markup`<tr class="below"><td></td><td colspan="${COLUMNS - 1}" class="bad">${shown}</td></tr>`;
}

function bodiesRow({ ending }: RequestRecord, bodies: Bodies | undefined): Html {
	const blocks =
		bodies === undefined && ending === 'responded'
			? markup`<p class="none">The bodies of this request are no longer kept.</p>`
			: markup`${block('Request body', bodies?.request, 'The request had no body.')}
${block('Response body', bodies?.response, noResponse(ending))}`;
	return markup`<tr class="below bodies"><td></td><td colspan="${COLUMNS - 1}">${blocks}</td></tr>`;
}

function noResponse(ending: RequestRecord['ending']): string {
	if (ending === undefined) return 'No response has been sent yet.';
	return ending === 'responded' ? 'The response had no body.' : 'No response was sent.';
}

function block(title: string, body: KeptBody | undefined, none: string): Html {
	if (body === undefined || body.bytes === 0) {
		return markup`<h3>${title}</h3><p class="none">${none}</p>`;
	}
	const { text, bytes, isWhole } = body;
	const note = isWhole
		? `${grouped(bytes)} bytes`
		: `the beginning of ${grouped(bytes)} bytes; the rest is not kept`;
	// In one line: the element keeps its white space.
	return markup`<h3>${title} <small>${note}</small></h3><pre>${readableBody(text, isWhole)}</pre>`;
}
