import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { RequestRecord } from '../../tools/emulator/records.mts';
import type { Emulator } from '../../tools/emulator/server.mts';
import { SOURCE } from '../../tools/engine/feedback.mts';
import type { EngineResult } from '../../tools/engine/harness.mts';
import type { DeliveryRun, RowResult } from '../support/invariants.mts';

/** A run that is over, what its rows come to, and the emulator that it delivered to. */
export interface EngineDelivery extends Pick<DeliveryRun, 'rows' | 'items' | 'misreported'> {
	emulator: Emulator;
	result: EngineResult;
	sourceId?: string;
	/** Whether a request met a fault that hits any row. */
	isOutage?: (request: RequestRecord) => boolean;
	/** Whether the emulator saw every request that the node counts. */
	countsAttempts?: boolean;
	/** Of a request, in ms. */
	timeoutMs?: number;
}

/** A run in n8n's engine, as the checker of the invariants takes it. */
export function deliveryRunOf(delivery: EngineDelivery): DeliveryRun {
	const { emulator, result, sourceId = SOURCE, isOutage, countsAttempts = true } = delivery;
	const { success, error, failure, status, raw } = result;
	const requests = emulator.requests.filter(
		(request) => request.endpoint === 'ingest' && (request.sourceId ?? sourceId) === sourceId,
	);
	return {
		rows: delivery.rows,
		items: delivery.items,
		misreported: delivery.misreported,
		results: raw.map((output) => toRowResult(output, countsAttempts)),
		requests: requests.map((request) => ({
			...request,
			// A 429 says nothing about the rows either.
			duringOutage: request.status === 429 || isOutage?.(request),
			overlappingIds: overlaps(request, requests, delivery.timeoutMs),
		})),
		stored: new Map(emulator.store.items(sourceId).map((item) => [item.unique_id, item])),
		// n8n passes on nothing of a run that was cancelled; the rows the node left are all there is.
		...(status !== 'canceled' && { outputs: [success.map(rowOf), error.map(rowOf)] }),
		failed: failure !== undefined,
	};
}

/** Share of a timeout after which a client may have left: its clock runs from before the request arrived. */
const EARLIEST_LEAVING = 0.75;

/**
 * The ids that the emulator saw in several requests at a time. It may notice that a client left long
 * after the client's timeout, when the next request is there already: that is no overlap.
 */
function overlaps(
	{ overlappingIds, receivedAt }: RequestRecord,
	requests: readonly RequestRecord[],
	timeoutMs = Infinity,
): string[] {
	return overlappingIds.filter((id) =>
		requests.some(
			(other) =>
				other.itemIds.includes(id) &&
				other.receivedAt < receivedAt &&
				receivedAt <
					Math.min(other.endedAt ?? Infinity, other.receivedAt + timeoutMs * EARLIEST_LEAVING),
		),
	);
}

/** The result that an output row carries, on whichever output. */
function resultOf({ json }: INodeExecutionData): IDataObject {
	return (json.error ?? json) as IDataObject;
}

/** The status that an output row has, on whichever output. */
export function statusOf(output: INodeExecutionData): string {
	return String(resultOf(output).status);
}

function toRowResult(output: INodeExecutionData, countsAttempts: boolean): RowResult {
	const { unique_id: item, attempts, reason } = resultOf(output);
	return {
		row: rowOf(output),
		status: statusOf(output),
		item: item as string | null,
		...(countsAttempts && typeof attempts === 'number' && { attempts }),
		...(typeof reason === 'string' && reason !== '' && { reason }),
	};
}

function rowOf({ pairedItem }: INodeExecutionData): number {
	const isObject = typeof pairedItem === 'object' && !Array.isArray(pairedItem);
	return isObject ? pairedItem.item : -1;
}
