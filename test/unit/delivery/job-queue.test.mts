import { describe, expect, test } from '@jest/globals';
import { JobQueue } from '../../../nodes/AmplitudeAiFeedback/delivery/jobQueue.ts';
import type { Job } from '../../../nodes/AmplitudeAiFeedback/delivery/pending.ts';
import { chunkOf, idsOf, jobWith, pendingItem } from './builders.mts';

const batch = (...ids: string[]) => ({
	sourceId: 's',
	items: ids.map((id) => ({ item: pendingItem(id).item, chunks: [chunkOf(id)] })),
});
const ready = () => true;
/** Takes out all that is left, in order. */
function rest(queue: JobQueue, now = 0): string[] {
	const taken: string[] = [];
	for (let job = queue.take(now, ready); job; job = queue.take(now, ready)) taken.push(idsOf(job));
	return taken;
}
const sentOnce = (...ids: string[]): Job => {
	const items = ids.map((id) => pendingItem(id, undefined, { tracked: { attempts: 1 } }));
	return { ...jobWith([]), items, failures: 1 };
};

describe('taking the next job', () => {
	test('goes through what is sent again, then through the batches in their order', () => {
		const queue = new JobQueue([batch('a', 'b'), batch('c')]);
		queue.putLast(jobWith(['d']), jobWith(['e']));
		queue.putFirst(jobWith(['f']));
		expect(rest(queue)).toStrictEqual(['f', 'd', 'e', 'a b', 'c']);
		expect(queue.isEmpty).toBe(true);
	});

	test('passes over what is not due, or not ready', () => {
		const queue = new JobQueue([batch('a')]);
		queue.putLast(
			jobWith(['late'], { notBefore: 50 }),
			jobWith(['odd'], { strikes: 1 }),
			jobWith(['b']),
		);
		const isReady = ({ strikes }: Job) => strikes === 0;
		expect(['b', 'a']).toStrictEqual([1, 2].map(() => idsOf(queue.take(49, isReady)!)));
		expect(queue.take(49, isReady)).toBeUndefined();
		expect(queue.nextDue(isReady)).toBe(50);
		expect(queue.nextDue(ready)).toBe(0);
		expect(rest(queue, 50)).toStrictEqual(['late', 'odd']);
	});

	test('is possible at once while a batch waits, never when nothing is left', () => {
		const queue = new JobQueue([batch('a')]);
		expect(queue.nextDue(() => false)).toBe(0);
		rest(queue);
		expect(queue.nextDue(ready)).toBeUndefined();
	});
});

describe('probing an outage', () => {
	test('takes one item of a batch that was never sent, and keeps the others', () => {
		const queue = new JobQueue([batch('a', 'b'), batch('c', 'd')]);
		queue.putLast(jobWith(['e']));
		expect(idsOf(queue.takeProbe(() => 0.6)!)).toBe('d');
		expect(rest(queue)).toStrictEqual(['e', 'c', 'a b']);
	});

	test('takes an item that was sent least often', () => {
		const queue = new JobQueue([]);
		queue.putLast(sentOnce('a', 'b'), {
			...jobWith([]),
			items: [...sentOnce('c').items, pendingItem('d')],
		});
		expect(idsOf(queue.takeProbe(() => 0)!)).toBe('d');
		expect(idsOf(queue.takeProbe(() => 0.5)!)).toBe('b');
		expect(rest(queue)).toStrictEqual(['a', 'c']);
	});

	test('takes a whole job of one item, and nothing where nothing is left', () => {
		const queue = new JobQueue([batch('a')]);
		expect(queue.takeProbe(() => 0)).toMatchObject({ probeOf: undefined });
		expect(queue.isEmpty).toBe(true);
		expect(queue.takeProbe(() => 0)).toBeUndefined();
	});

	test('puts a failed probe back to its request, or beside it if that has gone on', () => {
		const queue = new JobQueue([batch('a', 'b', 'c')]);
		const probe = queue.takeProbe(() => 0.5)!;
		queue.putBack(probe);
		expect(rest(queue)).toStrictEqual(['b a c']);
		queue.putBack(probe);
		expect(rest(queue)).toStrictEqual(['b']);
	});
});

test('rows from far apart go first, each alone: the last, one in the middle, and a random one', () => {
	const queue = new JobQueue([batch('a', 'b'), batch('c', 'd', 'e'), batch('f', 'g')]);
	queue.putLast(jobWith(['h'], { notBefore: 99 }));
	queue.putFarApartFirst(() => 0);
	expect(rest(queue).slice(0, 3)).toStrictEqual(['g', 'b', 'h']);
	expect(new JobQueue([]).putFarApartFirst(() => 0)).toBeUndefined();
});

test('only failed jobs are left once each of their items was sent', () => {
	const queue = new JobQueue([batch('a')]);
	expect(queue.hasOnlyFailed).toBe(false);
	rest(queue);
	queue.putLast(sentOnce('b', 'c'));
	expect(queue.hasOnlyFailed).toBe(true);
	queue.putLast({ ...jobWith(['d']), failures: 1 });
	expect(queue.hasOnlyFailed).toBe(false);
});

test('a source has items in batches and in jobs', () => {
	const queue = new JobQueue([{ ...batch('a'), sourceId: 'x' }]);
	queue.putLast(jobWith(['b']));
	expect(['x', 's', 'y'].map((id) => queue.hasItemsOf(id))).toStrictEqual([true, true, false]);
});

test('jobs that were sent before can be drained', () => {
	const queue = new JobQueue([batch('a')]);
	queue.putLast(jobWith(['b']));
	expect(queue.drainStarted().map(idsOf)).toStrictEqual(['b']);
	expect(rest(queue)).toStrictEqual(['a']);
});
