import type { ConversationPart } from '../schema.mts';
import { Html, markup } from './markup.mts';
import { counted, grouped } from './numbers.mts';
import type { StoredItem } from '../store.mts';

/** Longest text that is shown of a body, in UTF-16 units. */
const SHOWN_TEXT = 2_000;
/** A thread longer than both together is shown by its first and last parts. */
const FIRST_PARTS = 20;
const LAST_PARTS = 10;

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
	const words = alone ? 'No text' : 'No text of its own, only the messages below';
	return markup`<p class="text none">${words}</p>`;
}

function thread(parts: StoredItem['conversation_parts']): Html {
	const hidden = parts.length - FIRST_PARTS - LAST_PARTS;
	const shown =
		hidden <= 0
			? parts.map(partEntry)
			: [
					...parts.slice(0, FIRST_PARTS).map(partEntry),
					markup`<li class="none">… ${counted(hidden, 'message')} not shown …</li>`,
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
