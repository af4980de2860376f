/** What the probe sends, in order. The first probe is one plain item: with bad keys it ends there. */
import { invalidItems, longTexts } from './failure-probes.mts';
import { ingest, ofBytes, raw, testItem, unknownSource } from './probe.mts';
import type { Finding, Probe, ProbeResponse } from './probe.mts';
import { countsOf, finding, isIngested, isRefused, openFinding, summarize } from './responses.mts';

/** @param sourceId the throw-away source that test items go to */
export function probesFor(sourceId: string): Probe[] {
	return [
		singleItem(sourceId),
		conversations(sourceId),
		invalidItems(sourceId),
		longTexts(sourceId),
		itemCounts(sourceId),
		malformedBody(sourceId),
		sizes(sourceId),
		CREDENTIAL_TEST,
		unknownSources(),
		wrongKeys(sourceId),
	];
}

function singleItem(sourceId: string): Probe {
	const again = { ...testItem('first'), author: 'Test' };
	return {
		requests: [
			ingest(sourceId, [testItem('first')]),
			ingest(sourceId, [again]),
			ingest(sourceId, [again]),
		],
		evaluate: ([first, second, unchanged]) => [
			finding('An item is accepted', first!, isIngested(first!)),
			finding('The response is {ingested, failed, errors}', first!, countsOf(first!) !== undefined),
			finding('An item may be sent again', second!, isIngested(second!)),
			finding(
				'"ingested" counts an item that is sent again unchanged',
				unchanged!,
				countsOf(unchanged!)?.ingested === 1,
			),
		],
	};
}

function conversations(sourceId: string): Probe {
	const part = (name: string) => testItem(`ticket-${name}`);
	const { unique_id } = testItem('ticket');
	const requests = [
		{ ...testItem('ticket'), conversation_parts: [part('1'), part('2')] },
		{ unique_id, conversation_parts: [part('3')] },
		{ unique_id: testItem('call').unique_id, conversation_parts: [testItem('call-1')] },
		{ ...testItem('empty-parts'), conversation_parts: [] },
	].map((item) => ingest(sourceId, [item]));
	const twins = ['twin-1', 'twin-2'].map((name) => ({
		...testItem(name),
		conversation_parts: [testItem('twin-part')],
	}));
	return {
		requests: [...requests, ingest(sourceId, twins)],
		evaluate: ([ticket, reply, call, empty, twin]) => [
			finding('An item with messages is accepted', ticket!, isIngested(ticket!)),
			finding(
				'"ingested" counts items and not their messages',
				ticket!,
				countsOf(ticket!)?.ingested === 1,
			),
			finding("A reply without its item's text is accepted", reply!, isIngested(reply!)),
			finding('A call with messages and no text is accepted', call!, isIngested(call!)),
			finding('An empty list of messages is accepted', empty!, isIngested(empty!)),
			sharedMessageId(twin!),
		],
	};
}

/** Two items with a message of the same ID: only an API that counts messages too can tell. */
function sharedMessageId(response: ProbeResponse): Finding {
	const claim = "A message's ID must be unique in its item only";
	const countsMessages = countsOf(response)?.ingested !== 2;
	if (!isIngested(response) || countsMessages) {
		return finding(claim, response, countsOf(response)?.ingested === 4);
	}
	return openFinding(claim, `accepted; look at the messages in Amplitude: ${summarize(response)}`);
}

function itemCounts(sourceId: string): Probe {
	const many = Array.from({ length: 101 }, (_, index) => testItem(`many-${index + 1}`));
	return {
		requests: [ingest(sourceId, many.slice(0, 100)), ingest(sourceId, many), ingest(sourceId, [])],
		evaluate: ([full, over, none]) => [
			finding('100 items are accepted', full!, isIngested(full!)),
			finding('101 items are refused', over!, isRefused(over!)),
			finding('A request without items is refused', none!, isRefused(none!)),
		],
	};
}

function malformedBody(sourceId: string): Probe {
	return {
		requests: [raw(`{"source_id": ${JSON.stringify(sourceId)}, "items": [`, 0)],
		evaluate: ([response]) => [
			finding('A body that is not JSON gets status 400', response!, response!.status === 400),
			finding(
				'A refusal has its reason in "error" or "message"',
				response!,
				hasReason(response!.json),
			),
		],
	};
}

function hasReason(json: unknown): boolean {
	const { error, message } = Object(json) as { error?: unknown; message?: unknown };
	return typeof error === 'string' || typeof message === 'string';
}

function sizes(sourceId: string): Probe {
	return {
		requests: [
			ofBytes(sourceId, 'size-below', 4_900_000),
			ofBytes(sourceId, 'size-between', 5_100_000),
			ofBytes(sourceId, 'size-above', 5_400_000),
		],
		evaluate: ([below, between, above]) => [
			finding('4.9 MB are accepted', below!, isIngested(below!)),
			finding('5.1 MB are refused, so MB means 1,000,000 bytes', between!, isRefused(between!)),
			finding('5.4 MB are refused', above!, isRefused(above!)),
			finding('A request that is too large gets status 413', above!, above!.status === 413),
		],
	};
}

const CREDENTIAL_TEST: Probe = {
	requests: [{ method: 'GET', endpoint: 'events', items: 0 }],
	evaluate: ([response]) => [
		finding('The keys may list events', response!, response!.status === 200),
	],
};

function unknownSources(): Probe {
	return {
		requests: [
			ingest(unknownSource(128), [testItem('no-source')]),
			ingest(unknownSource(129), [testItem('no-source')]),
			ingest('', [testItem('no-source')]),
		].map((request) => ({ ...request, mayBeUnauthorized: true })),
		evaluate: ([unknown, long, empty]) => [
			finding('An unknown source ID gets status 404', unknown!, unknown!.status === 404),
			finding('A source ID of 129 characters is refused', long!, isRefused(long!)),
			finding('An empty source ID is refused', empty!, isRefused(empty!)),
		],
	};
}

function wrongKeys(sourceId: string): Probe {
	return {
		requests: [
			{
				...ingest(sourceId, [testItem('wrong-keys')]),
				wrongKeys: true,
				mayBeUnauthorized: true,
			},
		],
		evaluate: ([response]) => [
			finding('A wrong secret key is refused', response!, isRefused(response!)),
			finding('Wrong keys get status 401', response!, response!.status === 401),
		],
	};
}
