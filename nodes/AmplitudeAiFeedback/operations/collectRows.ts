import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { isEmpty } from '../mapping/fields';
import { ItemCollector, type CollectedItem } from '../mapping/itemCollector';
import { isWholeItem, mapRow, type RawRow } from '../mapping/mapRow';
import { API_FORMAT, hasHtml } from '../mapping/messageFormat';
import { loadPlainText } from '../mapping/plainText';
import type { RowErrorDetails } from '../mapping/rowError';
import { sourceId } from '../parameters/blocks';
import type { Options } from '../parameters/options';
import { locateDetails, locateError, type ValueOrigins } from '../reading/locateError';
import { ParameterReader } from '../reading/parameterReader';
import { inSlicesUntil, type Sliced } from '../slices';
import { readAdditionalValues } from './readAdditionalFields';
import { readSetup, type Setup } from './readSetup';

/** A row that is not sent, with those of its ids that can be read, so that users recognise it. */
interface RowIds {
	/** Index of the input row, from 0. */
	row: number;
	itemId: string | null;
	messageId?: string;
}

/** Rows that get their result without being sent. */
export interface UnsentRows {
	/** Rows that cannot be sent. */
	errors: (RowIds & { error: RowErrorDetails })[];
	/** Rows that have nothing to send. */
	skipped: (RowIds & {
		/** Whether it has messages, which their format or the filter left out. */
		isFiltered: boolean;
	})[];
	/** How many messages were left out of arrays because they have no text. */
	omittedMessages: number;
	/** How many were left out because their format or the filter says so. */
	filteredMessages: number;
	filteredBy: 'format' | 'filter';
	/** How many patterns were removed from the texts of the others. */
	removedPatterns: number;
	/** Why messages of rows that are sent cannot be sent with them, by row. */
	messageErrors: ReadonlyMap<number, readonly RowErrorDetails[]>;
	/** Names of the fields that users add to items themselves. */
	additionalFields: readonly string[];
	/** In a dry run: the first time that has no offset. */
	localTime?: unknown;
}

/** The options that say how rows are mapped. */
type MappingOptions = Pick<
	Options,
	'generateIds' | 'dateFormat' | 'dryRun' | 'textFormat' | 'redact'
>;

/** The rows of a run in the API's terms. */
export interface CollectedRows {
	items: CollectedItem[];
	unsentRows: UnsentRows;
}

/**
 * Reads and maps every row. A row that cannot be sent becomes an error and never stops the others.
 *
 * @returns undefined where the execution was cancelled in the meantime
 * @throws NodeOperationError when the operation or the message layout does not exist and the node is
 *   to stop on errors; otherwise every row gets that error
 */
export async function collectRows(
	context: IExecuteFunctions,
	input: readonly INodeExecutionData[],
	{ generateIds, dateFormat, dryRun, textFormat, redact }: MappingOptions,
): Promise<CollectedRows | undefined> {
	const reader = new ParameterReader(context, input);
	let setup: Setup;
	let localTime: unknown;
	const noteLocalTime = (value: unknown) => {
		localTime ??= value;
	};
	try {
		const read = readSetup(reader, {
			generateIds,
			dateFormat,
			timeZone: context.getTimezone(),
			now: Date.now(),
			toPlainText: textFormat === 'plainText' ? await loadPlainText() : undefined,
			patterns: new Set(redact),
			noteLocalTime: dryRun ? noteLocalTime : undefined,
		});
		setup = await withHtmlToText(read);
	} catch (error) {
		const { message } = error as Error;
		if (!context.continueOnFail()) throw new NodeOperationError(context.getNode(), message);
		return allRejected(input.length, { kind: 'unreadableRow', message });
	}
	const collecting = collect(input.length, reader, setup);
	const collected = await inSlicesUntil(context.getExecutionCancelSignal(), collecting);
	return collected && { ...collected, unsentRows: { ...collected.unsentRows, localTime } };
}

/** Loads what a format with HTML needs, unless all texts become plain text anyway. */
async function withHtmlToText(setup: Setup): Promise<Setup> {
	const { plan } = setup;
	if (plan.toPlainText !== undefined || !hasHtml(plan.messageFormat)) return setup;
	return { ...setup, plan: { ...plan, htmlToText: await loadPlainText() } };
}

function* collect(rows: number, reader: ParameterReader, setup: Setup): Sliced<CollectedRows> {
	const { operation, plan } = setup;
	const origins = originsOf(setup);
	const collector = new ItemCollector(plan);
	const errors: UnsentRows['errors'] = [];
	const messageErrors = new Map<number, readonly RowErrorDetails[]>();
	let omittedMessages = 0;
	let filteredMessages = 0;
	let removedPatterns = 0;
	const filteredRows = new Set<number>();
	for (let row = 0; row < rows; row++) {
		yield;
		try {
			const mapped = yield* mapRow(readRow(reader, row, setup), plan);
			collector.add(row, mapped);
			omittedMessages += mapped.omittedMessages;
			filteredMessages += mapped.filteredMessages;
			removedPatterns += mapped.removedPatterns;
			if (mapped.filteredMessages > 0) filteredRows.add(row);
			if (mapped.messageErrors.length > 0) {
				const located = mapped.messageErrors.map((one) => locateDetails(one, reader, row, origins));
				messageErrors.set(row, located);
			}
		} catch (error) {
			errors.push({
				row,
				itemId: readId(() => operation.readItemId(reader, row)) ?? null,
				messageId: readMessageId(reader, row, setup),
				error: locateError(error, reader, row, origins),
			});
		}
	}
	const { items, skipped } = collector.finish();
	const skippedRows = skipped.map((ids) => ({
		...ids,
		messageId: readMessageId(reader, ids.row, setup),
		isFiltered: filteredRows.has(ids.row),
	}));
	const filteredBy = plan.messageFormat.source === undefined ? 'filter' : 'format';
	const unsentRows = {
		errors,
		skipped: skippedRows,
		omittedMessages,
		filteredMessages,
		filteredBy,
		removedPatterns,
		additionalFields: setup.additionalFields.map(({ name }) => name),
	} as const;
	return { items, unsentRows: { ...unsentRows, messageErrors } };
}

function originsOf({ operation, plan, additionalFields }: Setup): ValueOrigins {
	const parameters = [sourceId, ...operation.parameters];
	return {
		itemParameter: operation.itemParameter,
		labelOf(parameter) {
			const added = additionalFields.find((field) => field.parameter === parameter);
			if (added !== undefined) return `the additional field "${added.name}"`;
			return parameters.find(({ name }) => name === parameter)?.displayName;
		},
		messageFormat: plan.messageLayout === 'array' ? plan.messageFormat : API_FORMAT,
		canGenerateItemIds: isWholeItem(plan),
	};
}

function readRow(reader: ParameterReader, row: number, setup: Setup): RawRow {
	const { operation, additionalFields } = setup;
	const { messageLayout } = setup.plan;
	return {
		sourceId: reader.rowParameter('sourceId', row),
		item: operation.readItem(reader, row),
		additional:
			additionalFields.length > 0 ? readAdditionalValues(reader, row, additionalFields) : undefined,
		message: messageLayout === 'rows' ? reader.mappedFields('message', row) : undefined,
		messageArray: messageLayout === 'array' ? reader.rowParameter('messageArray', row) : undefined,
		json: reader.json(row),
	};
}

function readMessageId(reader: ParameterReader, row: number, { plan }: Setup): string | undefined {
	if (plan.messageLayout !== 'rows') return undefined;
	return readId(() => reader.mappedField('message', 'unique_id', row));
}

/** Reads an id to recognise a row by. There is none where its own expression fails. */
function readId(read: () => unknown): string | undefined {
	try {
		const id = read();
		const isText = typeof id === 'string' || typeof id === 'number';
		return isText && !isEmpty(id) ? String(id) : undefined;
	} catch {
		return undefined;
	}
}

function allRejected(rows: number, error: RowErrorDetails): CollectedRows {
	const errors = Array.from({ length: rows }, (_, row) => ({ row, itemId: null, error }));
	const none = {
		omittedMessages: 0,
		filteredMessages: 0,
		filteredBy: 'filter',
		removedPatterns: 0,
	} as const;
	const others = { skipped: [], messageErrors: new Map<number, never>(), additionalFields: [] };
	return { items: [], unsentRows: { ...none, ...others, errors } };
}
