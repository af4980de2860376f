/** What is asked of the API, in order. The first probe is one plain item: with bad keys it ends there. */
import { countsOf, finding, isRefused, isIngested, openFinding, summarize } from './responses.mts';
import { BAD_ITEMS } from './failure-probes.mts';
import { ingest, testItem, ofBytes, raw, unknownSource } from './probe.mts';
import type { Finding, Probe, ProbeResponse } from './probe.mts';

/** @param sourceId the throw-away source that test items go to */
export function probesFor(sourceId: string): Probe[] {
	return [
		taking(sourceId),
		conversations(sourceId),
		...BAD_ITEMS.map((make) => make(sourceId)),
		counting(sourceId),
		malformed(sourceId),
		sizes(sourceId),
		CREDENTIAL_TEST,
		sources(),
		wrongKeys(sourceId),
	];
}

function taking(sourceId: string): Probe {
	const again = { ...testItem('first'), author: 'Test' };
	return {
		requests: [ingest(sourceId, [testItem('first')]), ingest(sourceId, [again])],
		evaluate: ([first, second]) => [
			finding('documented', 'An item is taken', first!, isIngested(first!)),
			finding(
				'documented',
				'The answer is {ingested, failed, errors}',
				first!,
				countsOf(first!) !== undefined,
			),
			finding('documented', 'The same item may be sent again', second!, isIngested(second!)),
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
			finding('documented', 'An item may have messages', ticket!, isIngested(ticket!)),
			finding(
				'assumed',
				'"ingested" counts items and not their messages',
				ticket!,
				countsOf(ticket!)?.ingested === 1,
			),
			finding('documented', "A reply is taken without its item's text", reply!, isIngested(reply!)),
			finding('documented', 'A call has messages and no text', call!, isIngested(call!)),
			finding('assumed', 'An empty list of messages is taken', empty!, isIngested(empty!)),
			sameMessageId(twin!),
		],
	};
}

/** Two items with a message of the same ID: only an answer that counts messages too can tell. */
function sameMessageId(seen: ProbeResponse): Finding {
	const claim = "A message's ID need be unique in its item only";
	const isCounted = countsOf(seen)?.ingested !== 2;
	if (!isIngested(seen) || isCounted) {
		return finding('assumed', claim, seen, countsOf(seen)?.ingested === 4);
	}
	return openFinding(
		'assumed',
		claim,
		`taken; look at the messages in Amplitude: ${summarize(seen)}`,
	);
}

function counting(sourceId: string): Probe {
	const many = Array.from({ length: 101 }, (_, index) => testItem(`many-${index + 1}`));
	return {
		requests: [ingest(sourceId, many.slice(0, 100)), ingest(sourceId, many), ingest(sourceId, [])],
		evaluate: ([full, over, none]) => [
			finding('documented', '100 items are taken', full!, isIngested(full!)),
			finding('documented', '101 items are refused', over!, isRefused(over!)),
			finding('documented', 'A request without items is refused', none!, isRefused(none!)),
		],
	};
}

function malformed(sourceId: string): Probe {
	return {
		requests: [raw(`{"source_id": ${JSON.stringify(sourceId)}, "items": [`, 0)],
		evaluate: ([seen]) => [
			finding(
				'assumed',
				'A body that is no JSON is answered with 400',
				seen!,
				seen!.status === 400,
			),
			finding('assumed', 'A refusal says why in "error" or "message"', seen!, saysWhy(seen!.json)),
		],
	};
}

function saysWhy(json: unknown): boolean {
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
			finding('documented', '4.9 MB are taken', below!, isIngested(below!)),
			finding(
				'assumed',
				'MB means 1,000,000 bytes: 5.1 MB are refused',
				between!,
				isRefused(between!),
			),
			finding('documented', '5.4 MB are refused', above!, isRefused(above!)),
			finding('assumed', 'Too large is answered with 413', above!, above!.status === 413),
		],
	};
}

const CREDENTIAL_TEST: Probe = {
	requests: [{ method: 'GET', endpoint: 'events', items: 0 }],
	evaluate: ([seen]) => [
		finding('documented elsewhere', 'The keys may list events', seen!, seen!.status === 200),
	],
};

function sources(): Probe {
	return {
		requests: [
			ingest(unknownSource(128), [testItem('no-source')]),
			ingest(unknownSource(129), [testItem('no-source')]),
			ingest('', [testItem('no-source')]),
		].map((request) => ({ ...request, mayBeUnauthorized: true })),
		evaluate: ([unknown, long, empty]) => [
			finding(
				'assumed',
				'A source ID that nobody has is answered with 404',
				unknown!,
				unknown!.status === 404,
			),
			finding('documented', 'A source ID of 129 characters is refused', long!, isRefused(long!)),
			finding('documented', 'An empty source ID is refused', empty!, isRefused(empty!)),
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
		evaluate: ([seen]) => [
			finding('documented', 'A wrong secret key is refused', seen!, isRefused(seen!)),
			finding('assumed', 'Wrong keys are answered with 401', seen!, seen!.status === 401),
		],
	};
}
