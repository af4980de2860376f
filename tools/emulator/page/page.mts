import { z } from 'zod';
import type { FaultQueue } from '../fault-queue.mts';
import { itemCard } from './items.mts';
import { Html, markup } from './markup.mts';
import { counted, grouped } from './numbers.mts';
import { requestTable } from './requests.mts';
import { PAGE_STYLE } from './style.mts';
import type { RequestLog } from '../records.mts';
import type { EmulatorSettings } from '../settings.mts';
import type { FeedbackStore, SourceCount } from '../store.mts';

/** Items on a page of one source. */
const PAGE_SIZE = 50;
/** Items of each source where several share the page. */
const GLANCE_SIZE = 10;
const SHOWN_SOURCES = 20;
const SHOWN_REQUESTS = 8;
const REFRESH_SECONDS = 2;
const FAULTS_NOTE = markup`<p class="note">A fault is a planned failure: the next request that it matches meets it instead of a normal response. <a href="/_control/faults">Show the faults</a></p>`;

const pageQuery = z.object({
	source: z.string().optional().catch(undefined),
	page: z.string().optional().catch(undefined),
	refresh: z.string().optional().catch(undefined),
	request: z.string().optional().catch(undefined),
});

/** What the reader asked to see. */
export type PageQuery = z.output<typeof pageQuery>;

/** Reads the query of the page's address, and ignores what makes no sense. */
export function parseQuery(query: unknown): PageQuery {
	return pageQuery.parse(query);
}

/** What the page shows. */
export interface PageState {
	store: FeedbackStore;
	log: RequestLog;
	faults: FaultQueue;
	/** Its keys are kept out of the page. */
	settings: Pick<EmulatorSettings, 'apiKey' | 'secretKey'>;
}

/** The page that shows what arrived: numbers, the last requests, sources with their items. */
export function renderPage(state: PageState, query: PageQuery): string {
	const { store, log, faults } = state;
	// What was sent last comes first, before what a demo may have left.
	const sources = store.recentSources();
	const chosen = sources.find(({ source_id }) => source_id === query.source) ?? onlyOne(sources);
	return documentOf(
		query.refresh !== undefined,
		markup`${head(query, chosen !== undefined && sources.length > 1)}
${numbers(sources, log, faults)}
${requests(state, query)}
${chosen === undefined ? glance(store, sources, query) : pageOf(store, chosen, query)}`,
	);
}

function requests({ log, settings }: PageState, query: PageQuery): Html {
	const { records } = log;
	const last = records.slice(-SHOWN_REQUESTS);
	const opened = records.find(({ id }) => String(id) === query.request);
	const isApart = opened !== undefined && !last.includes(opened);
	const note = last.length < records.length ? `the last ${last.length}` : undefined;
	return markup`<h2>Requests <small>${note}</small></h2>
${requestTable([...(isApart ? [opened] : []), ...last].reverse(), {
	id: opened?.id,
	bodies: opened && log.bodies.of(opened, [settings.secretKey, settings.apiKey]),
	addressOf: (id) => address(query, { request: id === undefined ? undefined : String(id) }),
})}`;
}

function documentOf(isRefreshing: boolean, body: Html): string {
	const refresh = markup`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">`;
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isRefreshing ? refresh : undefined}
<title>AI Feedback emulator</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

function head(query: PageQuery, hasMore: boolean): Html {
	const isRefreshing = query.refresh !== undefined;
	const all = address(query, { source: undefined, page: undefined });
	const toggled = address(query, { refresh: isRefreshing ? undefined : '1' });
	const toggle = isRefreshing ? 'Stop refreshing' : `Refresh every ${REFRESH_SECONDS} s`;
	return markup`<header>
<h1>AI Feedback emulator</h1>
${hasMore ? markup`<a href="${all}">All sources</a>` : undefined}
<a href="${address(query, {})}">Refresh</a>
<a href="${toggled}">${toggle}</a>
</header>`;
}

function onlyOne(sources: SourceCount[]): SourceCount | undefined {
	return sources.length === 1 ? sources[0] : undefined;
}

function numbers(sources: SourceCount[], log: RequestLog, faults: FaultQueue): Html {
	const sum = (pick: (source: SourceCount) => number) =>
		grouped(sources.reduce((total, source) => total + pick(source), 0));
	const waiting = faults.pending().length;
	const entries: Array<[string, string]> = [
		['Requests', grouped(log.records.length)],
		['Items', sum(({ items }) => items)],
		['Messages', sum(({ parts }) => parts)],
		['Sources', grouped(sources.length)],
		...(waiting > 0 ? [['Faults waiting', grouped(waiting)] as [string, string]] : []),
	];
	const cells = entries.map(
		([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
	);
	return markup`<dl class="counts">${cells}</dl>
${waiting > 0 ? FAULTS_NOTE : undefined}`;
}

function glance(store: FeedbackStore, sources: SourceCount[], query: PageQuery): Html {
	if (sources.length === 0) {
		return markup`<h2>Items</h2><p class="empty none">Nothing has arrived yet.</p>`;
	}
	const hidden = sources.length - SHOWN_SOURCES;
	return markup`${sources.slice(0, SHOWN_SOURCES).map((source) => {
		const all = address(query, { source: source.source_id, page: undefined });
		const more = markup`<p><a href="${all}">All ${counted(source.items, 'item')}</a></p>`;
		return markup`${heading(source)}
${store.newest(source.source_id, 0, GLANCE_SIZE).map(itemCard)}
${source.items > GLANCE_SIZE ? more : undefined}`;
	})}
${hidden > 0 ? markup`<p class="none">${counted(hidden, 'source')} more not shown.</p>` : undefined}`;
}

function pageOf(store: FeedbackStore, source: SourceCount, query: PageQuery): Html {
	const last = Math.max(1, Math.ceil(source.items / PAGE_SIZE));
	const asked = /^\d{1,9}$/.test(query.page ?? '') ? Number(query.page) : 1;
	const page = Math.min(Math.max(1, asked), last);
	const items = store.newest(source.source_id, (page - 1) * PAGE_SIZE, PAGE_SIZE);
	const paging = last > 1 ? pagingLinks(query, page, last) : undefined;
	return markup`${heading(source)} ${paging} ${items.map(itemCard)} ${paging}`;
}

function heading({ source_id, items, parts }: SourceCount): Html {
	const holds = [counted(items, 'item'), ...(parts > 0 ? [counted(parts, 'message')] : [])];
	const note = `${holds.join(', ')}; last received first`;
	return markup`<h2>Source ${source_id} <small>${note}</small></h2>`;
}

function pagingLinks(query: PageQuery, page: number, last: number): Html {
	const to = (target: number, name: string) =>
		target === page || target < 1 || target > last
			? markup`<span>${name}</span>`
			: markup`<a href="${address(query, { page: String(target) })}">${name}</a>`;
	return markup`<nav class="paging">
		${to(1, 'First')} ${to(page - 1, 'Newer')}
		<span>Page ${grouped(page)} of ${grouped(last)}</span>
		${to(page + 1, 'Older')} ${to(last, 'Last')}
	</nav>`;
}

function address(query: PageQuery, change: PageQuery): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries({ ...query, ...change })) {
		if (value !== undefined) search.set(name, value);
	}
	return search.size === 0 ? '/' : `/?${search.toString()}`;
}
