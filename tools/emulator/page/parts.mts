import type { ConversationPart } from '../schema.mts';
import { Html, markup } from './markup.mts';
import type { RequestRecord } from '../records.mts';
import type { StoredItem } from '../store.mts';

/** Longest text that is shown of a body, in UTF-16 units. */
const SHOWN_TEXT = 2_000;
/** A thread longer than both together is shown by its first and last parts. */
const FIRST_PARTS = 20;
const LAST_PARTS = 10;

/** A whole number with separators between the thousands. */
export function grouped(number: number): string {
	return number.toLocaleString('en-US');
}

/** `1 item`, `2 items`. */
export function counted(number: number, noun: string): string {
	return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** An item with its conversation below it. */
export function itemCard(item: StoredItem): Html {
	const { conversation_parts: parts, body } = item;
	const alone = parts.length === 0;
	return markup`<article>
		${meta(item)} ${body === undefined ? noBody(alone) : text(body)}
		${alone ? undefined : thread(parts)}
	</article>`;
}

function noBody(alone: boolean): Html {
	const words = alone ? 'No text' : 'No text of its own, only the conversation below';
	return markup`<p class="text none">${words}</p>`;
}

function thread(parts: StoredItem['conversation_parts']): Html {
	const hidden = parts.length - FIRST_PARTS - LAST_PARTS;
	const shown =
		hidden <= 0
			? parts.map(partEntry)
			: [
					...parts.slice(0, FIRST_PARTS).map(partEntry),
					markup`<li class="none">… ${counted(hidden, 'part')} not shown …</li>`,
					...parts.slice(-LAST_PARTS).map(partEntry),
				];
	return markup`<ol class="thread">${shown}</ol>`;
}

function partEntry(part: StoredItem['conversation_parts'][number]): Html {
	return markup`<li>${meta(part)} ${text(part.body)}</li>`;
}

type Details = Pick<
	ConversationPart,
	'unique_id' | 'author' | 'email' | 'user_id' | 'created_at' | 'url'
>;

function meta({ unique_id, author, email, user_id, created_at, url }: Details): Html {
	return markup`<div class="meta">
		<b>${author ?? 'Unknown author'}</b>
		${created_at === undefined ? undefined : markup`<time>${created_at}</time>`}
		${email === undefined ? undefined : markup`<span>${email}</span>`}
		${user_id === undefined ? undefined : markup`<span>user ID ${user_id}</span>`}
		<code>${unique_id}</code>
		${url === undefined ? undefined : link(url)}
	</div>`;
}

function link(url: string): Html {
	// Only addresses of the web become links: the text came from outside.
	if (!/^https?:\/\//i.test(url)) return markup`<span>${url}</span>`;
	return markup`<a href="${url}" rel="noreferrer noopener" target="_blank">${url}</a>`;
}

function text(body: string): Html {
	// In one line: the element keeps its white space.
	if (body.length <= SHOWN_TEXT) return markup`<p class="text">${body}</p>`;
	const rest = markup`<span class="none">… ${grouped(body.length - SHOWN_TEXT)} more characters</span>`;
	return markup`<p class="text">${body.slice(0, SHOWN_TEXT)} ${rest}</p>`;
}

/** The last requests, newest first. */
export function requestTable(records: RequestRecord[]): Html {
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
					<th class="number">Parts</th>
					<th class="number">Bytes</th>
					<th>Keys</th>
					<th>Fault</th>
				</tr>
			</thead>
			<tbody>
				${records.map(requestRow)}
			</tbody>
		</table>
	</div>`;
}

function requestRow(record: RequestRecord): Html {
	return markup`<tr>
		<td class="number">${record.id}</td>
		<td>${new Date(record.receivedAt).toISOString().slice(11, 23)}</td>
		<td>${record.method} ${record.path}</td>
		<td>${statusOf(record)}</td>
		<td class="number">${grouped(record.items)}</td>
		<td class="number">${grouped(record.parts)}</td>
		<td class="number">${grouped(record.bytes)}</td>
		<td>${record.authorized ? 'right' : markup`<span class="bad">wrong</span>`}</td>
		<td>${record.fault ?? ''}</td>
	</tr>`;
}

function statusOf({ status, ending, failed = 0 }: RequestRecord): Html {
	if (ending === undefined) return markup`in flight`;
	if (ending === 'cut') return markup`<span class="bad">cut off</span>`;
	if (ending === 'client-left') return markup`<span class="bad">client left</span>`;
	const isGood = status !== undefined && status < 300 && failed === 0;
	const suffix = failed > 0 ? `, ${grouped(failed)} failed` : '';
	return markup`<span class="${isGood ? 'good' : 'bad'}">${status}${suffix}</span>`;
}
