import fc from 'fast-check';
import type { FaultPlan } from '../../../tools/emulator/fault-plan.mts';
import { type ApiSettings, apis, hidesSizeLimit } from './random-apis.mts';
import { lastingFaults, passingFaults, refusingFaults } from './random-faults.mts';
import { rows, type RowSpec } from './random-feedback.mts';

/** The node's options, as far as they matter to delivery. Times are in seconds. */
interface DeliveryOptions {
	batchSize: number;
	maxConcurrentRequests: number;
	timeout: number;
	retryBudget: number;
	onRejectedRows: 'output' | 'stop';
}

/** One run of the node. */
export interface Delivery {
	api: ApiSettings;
	/** `passing` faults end soon, `refusing` ones hit rows for good, `lasting` ones exceed a small budget. */
	kind: 'passing' | 'refusing' | 'lasting';
	options: DeliveryOptions;
	onError: 'continueRegularOutput' | 'stopWorkflow';
	faults: FaultPlan[];
	rows: RowSpec[];
}

const FAULTS = { passing: passingFaults, refusing: refusingFaults, lasting: lastingFaults };
const kinds = fc.constantFrom<Delivery['kind'][]>('passing', 'refusing', 'refusing', 'lasting');

/** Random rows, options, APIs and faults. */
export const deliveries: fc.Arbitrary<Delivery> = fc
	.tuple(apis, kinds)
	.map(([api, kind]) => ({ api, kind: hidesSizeLimit(api) ? ('lasting' as const) : kind }))
	.chain(({ api, kind }) =>
		fc.record({
			api: fc.constant(api),
			kind: fc.constant(kind),
			options: fc.record({
				batchSize: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100 })),
				maxConcurrentRequests: fc.integer({ min: 1, max: 10 }),
				timeout: fc.constant(kind === 'lasting' ? 1 : 30),
				retryBudget: kind === 'lasting' ? fc.integer({ min: 0, max: 3 }) : fc.constant(300),
				onRejectedRows: fc.constantFrom('output' as const, 'stop' as const),
			}),
			onError: fc.constantFrom(
				'continueRegularOutput' as const,
				'continueRegularOutput' as const,
				'stopWorkflow' as const,
			),
			faults: FAULTS[kind],
			rows,
		}),
	);
