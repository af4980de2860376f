/** What is asked of the API, in order. The first probe is one plain item: with bad keys it ends there. */
import { countsOf, finding, isRefused, isTaken, open, tell } from './answers.mts';
import { BAD_ITEMS } from './probes-of-failures.mts';
import { ingest, marked, ofBytes, raw, unknownSource } from './probe.mts';
import type { Finding, Probe, Seen } from './probe.mts';

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
	const again = { ...marked('first'), author: 'Test' };
	return {
		requests: [ingest(sourceId, [marked('first')]), ingest(sourceId, [again])],
		judge: ([first, second]) => [
			finding('documented', 'An item is taken', first!, isTaken(first!)),
			finding(
				'documented',
				'The answer is {ingested, failed, errors}',
				first!,
				countsOf(first!) !== undefined,
			),
			finding('documented', 'The same item may be sent again', second!, isTaken(second!)),
		],
	};
}

function conversations(sourceId: string): Probe {
	const part = (name: string) => marked(`ticket-${name}`);
	const { unique_id } = marked('ticket');
	const requests = [
		{ ...marked('ticket'), conversation_parts: [part('1'), part('2')] },
		{ unique_id, conversation_parts: [part('3')] },
		{ unique_id: marked('call').unique_id, conversation_parts: [marked('call-1')] },
		{ ...marked('empty-parts'), conversation_parts: [] },
	].map((item) => ingest(sourceId, [item]));
	const twins = ['twin-1', 'twin-2'].map((name) => ({
		...marked(name),
		conversation_parts: [marked('twin-part')],
	}));
	return {
		requests: [...requests, ingest(sourceId, twins)],
		judge: ([ticket, reply, call, empty, twin]) => [
			finding('documented', 'An item may have messages', ticket!, isTaken(ticket!)),
			finding(
				'assumed',
				'"ingested" counts items and not their messages',
				ticket!,
				countsOf(ticket!)?.ingested === 1,
			),
			finding('documented', "A reply is taken without its item's text", reply!, isTaken(reply!)),
			finding('documented', 'A call has messages and no text', call!, isTaken(call!)),
			finding('assumed', 'An empty list of messages is taken', empty!, isTaken(empty!)),
			sameMessageId(twin!),
		],
	};
}

/** Two items with a message of the same ID: only an answer that counts messages too can tell. */
function sameMessageId(seen: Seen): Finding {
	const claim = "A message's ID need be unique in its item only";
	const isCounted = countsOf(seen)?.ingested !== 2;
	if (!isTaken(seen) || isCounted) {
		return finding('assumed', claim, seen, countsOf(seen)?.ingested === 4);
	}
	return open('assumed', claim, `taken; look at the messages in Amplitude: ${tell(seen)}`);
}

function counting(sourceId: string): Probe {
	const many = Array.from({ length: 101 }, (_, index) => marked(`many-${index + 1}`));
	return {
		requests: [ingest(sourceId, many.slice(0, 100)), ingest(sourceId, many), ingest(sourceId, [])],
		judge: ([full, over, none]) => [
			finding('documented', '100 items are taken', full!, isTaken(full!)),
			finding('documented', '101 items are refused', over!, isRefused(over!)),
			finding('documented', 'A request without items is refused', none!, isRefused(none!)),
		],
	};
}

function malformed(sourceId: string): Probe {
	return {
		requests: [raw(`{"source_id": ${JSON.stringify(sourceId)}, "items": [`, 0)],
		judge: ([seen]) => [
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
		judge: ([below, between, above]) => [
			finding('documented', '4.9 MB are taken', below!, isTaken(below!)),
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
	judge: ([seen]) => [
		finding('documented elsewhere', 'The keys may list events', seen!, seen!.status === 200),
	],
};

function sources(): Probe {
	return {
		requests: [
			ingest(unknownSource(128), [marked('no-source')]),
			ingest(unknownSource(129), [marked('no-source')]),
			ingest('', [marked('no-source')]),
		].map((request) => ({ ...request, mayBeUnauthorized: true })),
		judge: ([unknown, long, empty]) => [
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
				...ingest(sourceId, [marked('wrong-keys')]),
				wrongKeys: true,
				mayBeUnauthorized: true,
			},
		],
		judge: ([seen]) => [
			finding('documented', 'A wrong secret key is refused', seen!, isRefused(seen!)),
			finding('assumed', 'Wrong keys are answered with 401', seen!, seen!.status === 401),
		],
	};
}
