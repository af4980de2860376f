import fc from 'fast-check';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { rows, type RowSpec } from './rows.mts';
import { lastingFaults, passingFaults, refusingFaults } from './schedules.mts';
import { WORLDS } from './worlds.mts';

/** The node's options, as far as they matter to delivery. */
interface DeliveryOptions {
	batchSize: number;
	maxConcurrentRequests: number;
	/** In seconds. */
	timeout: number;
	/** In seconds. */
	retryBudget: number;
}

/** One run of the node. */
export interface Case {
	/** Index of its world. */
	world: number;
	/** How bad it gets: trouble that passes, refusals too, or anything with little patience. */
	weather: 'passing' | 'refusing' | 'lasting';
	options: DeliveryOptions;
	faults: FaultPlan[];
	rows: RowSpec[];
}

const FAULTS = { passing: passingFaults, refusing: refusingFaults, lasting: lastingFaults };

const world = fc.nat({ max: WORLDS.length - 1 });
const weather = fc.constantFrom(
	'passing' as const,
	'refusing' as const,
	'refusing' as const,
	'lasting' as const,
);

/** Random rows, options, worlds and schedules of faults. */
export const cases: fc.Arbitrary<Case> = fc
	.tuple(world, weather)
	.map(([index, given]) => ({
		world: index,
		weather: WORLDS[index]?.wearing ? ('lasting' as const) : given,
	}))
	.chain((about) =>
		fc.record({
			world: fc.constant(about.world),
			weather: fc.constant(about.weather),
			options: fc.record({
				batchSize: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100 })),
				maxConcurrentRequests: fc.integer({ min: 1, max: 10 }),
				timeout: fc.constant(about.weather === 'lasting' ? 1 : 30),
				retryBudget:
					about.weather === 'lasting' ? fc.integer({ min: 0, max: 3 }) : fc.constant(300),
			}),
			faults: FAULTS[about.weather],
			rows,
		}),
	);

/** How long after a run the store may still change, in ms: a gateway gave up, the API did not. */
export function settlingMs({ faults }: Case): number {
	return Math.max(
		0,
		...faults.map((fault) => {
			const delay = fault.kind === 'delay' ? Number(fault.delayMs) : 0;
			return 'commitDelayMs' in fault ? (fault.commitDelayMs ?? 0) : delay;
		}),
	);
}
