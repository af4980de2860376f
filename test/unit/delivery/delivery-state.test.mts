import { describe, expect, test } from '@jest/globals';
import { messagesOf } from '../../../nodes/AmplitudeAiFeedback/batching/chunks.ts';
import { DeliveryState } from '../../../nodes/AmplitudeAiFeedback/delivery/deliveryState.ts';
import type { PendingItem } from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';
import { itemResult, messageResult } from '../../../nodes/AmplitudeAiFeedback/delivery/results.ts';
import type { Outcome } from '../../../nodes/AmplitudeAiFeedback/delivery/steps.ts';
import { chunkOf, pendingItem } from './builders.mts';

const ACCEPTED = { status: 'accepted' } as const;
const refusedFor = (detail: string) => ({ status: 'refused', cause: 'api', detail }) as const;
const UNRESOLVED = { status: 'unresolved' } as const;

/** Settles an item chunk by chunk, as requests 1, 2 …; stops at the first result that has no next chunk. */
function deliver(first: PendingItem, ...results: (Outcome['result'] & object)[]) {
	const state = new DeliveryState();
	let pending: PendingItem | undefined = first;
	const sent: string[] = [];
	for (const [index, result] of results.entries()) {
		if (pending === undefined) break;
		const { chunk } = pending.current;
		const own = chunk.body === undefined ? [] : [first.item.id];
		sent.push([...own, ...messagesOf(chunk).map(({ unique_id }) => unique_id)].join('+'));
		const attempts = result.status === 'accepted' ? 0 : 1;
		const current = {
			...pending.current,
			attempts,
			possiblyApplied: result.status === 'unresolved',
		};
		pending = state.record({ pending: { ...pending, current }, result }, index + 1);
	}
	return { state, sent, next: pending, of: statusesOf(state, first) };
}

/** Returns the status of an item and of its messages, with the API's words. */
function statusesOf({ results }: DeliveryState, { item, current, later }: PendingItem): string[] {
	const ids = [current, ...later]
		.flatMap(({ chunk }) => messagesOf(chunk))
		.map(({ unique_id }) => unique_id);
	return [itemResult(item, results), ...ids.map((id) => messageResult(item, id, results))].map(
		(result) => ('detail' in result ? `${result.status} ${result.detail}` : result.status),
	);
}

const inChunks = (...chunks: readonly (readonly string[])[]) =>
	pendingItem('t', [
		chunkOf('t', chunks[0]),
		...chunks.slice(1).map((messages) => chunkOf('t', messages, null)),
	]);
/** Replies to an item: nothing in its first chunk but a message. */
const append = (...messages: string[]) =>
	pendingItem(
		't',
		messages.map((message) => chunkOf('t', [message], null)),
	);

describe('an item in chunks', () => {
	test.each<[string, PendingItem, (Outcome['result'] & object)[], string[], string[]]>([
		[
			'goes on after each accepted one',
			inChunks(['m'], ['n']),
			[ACCEPTED, ACCEPTED],
			['t+m', 'n'],
			['accepted', 'accepted', 'accepted'],
		],
		[
			'goes on after a refused message once it is saved',
			inChunks([], ['m'], ['n']),
			[ACCEPTED, refusedFor('too long'), ACCEPTED],
			['t', 'm', 'n'],
			['accepted', 'refused too long', 'accepted'],
		],
		[
			'goes on after messages of unknown fate once it is saved',
			inChunks([], ['m'], ['n']),
			[ACCEPTED, UNRESOLVED, ACCEPTED],
			['t', 'm', 'n'],
			['accepted', 'unknown', 'accepted'],
		],
		[
			'is refused with its later chunks when its head with a text is',
			inChunks(['m'], ['n']),
			[refusedFor('no'), ACCEPTED],
			['t+m'],
			['refused no', 'refused no', 'refused no'],
		],
		[
			'leaves later chunks unsent after a head of unknown fate',
			inChunks(['m'], ['n']),
			[UNRESOLVED, ACCEPTED],
			['t+m'],
			['unknown', 'unknown', 'unsent'],
		],
		[
			'goes on after its first message is refused',
			append('m', 'n', 'o'),
			[refusedFor('too long'), ACCEPTED, ACCEPTED],
			['m', 'n', 'o'],
			['accepted', 'refused too long', 'accepted', 'accepted'],
		],
		[
			'is refused as a whole with its third message in a row',
			append('m', 'n', 'o', 'p'),
			[refusedFor('1'), refusedFor('2'), refusedFor('3'), ACCEPTED],
			['m', 'n', 'o'],
			['refused 3', 'refused 1', 'refused 2', 'refused 3', 'refused 3'],
		],
	])('%s', (_name, item, results, sent, statuses) => {
		expect(deliver(item, ...results)).toMatchObject({ sent, of: statuses });
	});

	test('carries its own fields until one of its chunks is accepted', () => {
		const call = { ...chunkOf('t', ['m'], null), author: 'Ann' };
		const rest = [chunkOf('t', ['n'], null), chunkOf('t', ['o'], null)];
		const afterRefusal = deliver(pendingItem('t', [call, ...rest]), refusedFor('no')).next;
		expect(afterRefusal?.current.chunk).toStrictEqual({
			...call,
			conversation_parts: messagesOf(rest[0]!),
		});
		const afterSuccess = deliver(
			pendingItem('t', [call, ...rest]),
			refusedFor('no'),
			ACCEPTED,
		).next;
		expect(afterSuccess?.current.chunk).toStrictEqual(rest[1]);
	});
});

test('refused messages have a result of their own, and the rest is still open', () => {
	const state = new DeliveryState();
	const item = inChunks(['m', 'n']);
	const sent = { ...item, current: { ...item.current, attempts: 1 } };
	const failedMessages = new Map([['m', 'too long']]);
	expect(state.record({ pending: sent, failedMessages }, 1)).toBeUndefined();
	const rest = { ...sent, current: { ...sent.current, chunk: chunkOf('t', ['n']) } };
	state.record({ pending: rest, result: ACCEPTED }, 2);
	expect(statusesOf(state, item)).toStrictEqual(['accepted', 'refused too long', 'accepted']);
});

test('requests and sends are counted', () => {
	const state = new DeliveryState();
	const [a, b] = [pendingItem('a'), pendingItem('b', undefined, { tracked: { attempts: 2 } })];
	state.record({ pending: a, result: ACCEPTED }, 7);
	state.record({ pending: b, result: refusedFor('no') }, 8);
	state.recordResend([a]);
	expect(itemResult(a.item, state.results)).toStrictEqual({
		status: 'accepted',
		request: 7,
		attempts: 2,
	});
	expect(itemResult(b.item, state.results)).toMatchObject({ request: 8, attempts: 2 });
});

test.each<[string, object, object]>([
	['never sent', {}, { status: 'unsent', attempts: 0, request: undefined }],
	['sent, and surely not applied', { attempts: 1 }, { status: 'unsent', attempts: 1, request: 5 }],
	[
		'perhaps applied',
		{ attempts: 2, possiblyApplied: true },
		{ status: 'unknown', attempts: 2, request: 5 },
	],
])('an item that was %s when the run stops is %j', (_name, tracked, expected) => {
	const state = new DeliveryState();
	const pending = pendingItem('a', [chunkOf('a', ['m']), chunkOf('a', ['n'], null)], { tracked });
	state.recordUnresolved([pending], 5);
	expect(itemResult(pending.item, state.results)).toMatchObject(expected);
	expect(messageResult(pending.item, 'm', state.results)).toMatchObject(expected);
	expect(messageResult(pending.item, 'n', state.results)).toMatchObject({
		status: 'unsent',
		attempts: 0,
	});
});

test('an accepted item stays accepted when the run stops before its later chunks', () => {
	const item = inChunks(['m'], ['n']);
	const { state, next } = deliver(item, ACCEPTED);
	state.recordUnresolved([next!]);
	expect(statusesOf(state, item)).toStrictEqual(['accepted', 'accepted', 'unsent']);
});
