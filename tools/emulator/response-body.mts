import { STATUS_CODES } from 'node:http';
import type { ErrorEntry, IngestCounts } from './counts.mts';
import { jsonResponse } from './exchange.mts';
import type { HttpResponse } from './exchange.mts';
import type { EmulatorSettings } from './settings.mts';

/** How a response that counts items may be written. */
type CountsShape = Pick<
	EmulatorSettings,
	| 'byteOrderMark'
	| 'countsAs'
	| 'entriesPerError'
	| 'errorIds'
	| 'errorText'
	| 'errorsField'
	| 'furtherFields'
	| 'wrapper'
>;

/** The response with counts, in the shape of the settings; `moreErrors` follow the entries unchanged. */
export function countsResponse(
	status: number,
	{ ingested, failed, errors }: IngestCounts,
	shape: CountsShape,
	moreErrors: readonly unknown[] = [],
): HttpResponse {
	const entries = errors.flatMap((entry) =>
		Array.from({ length: shape.entriesPerError }, () => writeEntry(entry, shape)),
	);
	const number = (value: number) => (shape.countsAs === 'digits' ? String(value) : value);
	const body = {
		...(shape.furtherFields && { request_id: 'req-1', received: ingested + failed }),
		ingested: number(ingested),
		failed: number(failed),
		...writeErrors([...entries, ...moreErrors], shape.errorsField),
	};
	const wrapped =
		shape.wrapper === 'none'
			? body
			: { ...(shape.furtherFields && { success: true }), [shape.wrapper]: body };
	return marked(jsonResponse(status, wrapped), shape);
}

function marked(response: HttpResponse, { byteOrderMark }: CountsShape): HttpResponse {
	return byteOrderMark ? { ...response, body: `\ufeff${response.body}` } : response;
}

function writeErrors(errors: unknown[], field: CountsShape['errorsField']): { errors?: unknown } {
	const isAbsent = !field.endsWith('-if-empty') || errors.length === 0;
	if (field.startsWith('missing') && isAbsent) return {};
	if (field.startsWith('null') && isAbsent) return { errors: null };
	return { errors };
}

function writeEntry({ unique_id, error, index }: ErrorEntry, shape: CountsShape): object {
	return {
		...writeId(unique_id, index, shape.errorIds),
		...writeText(error, shape.errorText),
		...(shape.furtherFields && { field: 'body', retryable: false }),
	};
}

function writeId(
	id: string,
	index: number,
	form: CountsShape['errorIds'],
): { unique_id?: unknown; index?: number } {
	switch (form) {
		case 'exact':
			return { unique_id: id };
		case 'trimmed':
			return { unique_id: id.trim() };
		case 'lower-case':
			return { unique_id: id.toLowerCase() };
		case 'nfc':
			return { unique_id: id.normalize('NFC') };
		case 'number':
			return { unique_id: id.trim() !== '' && Number.isFinite(Number(id)) ? Number(id) : id };
		case 'prefixed':
			return { unique_id: `feedback:${id}` };
		case 'null':
			return { unique_id: null };
		case 'missing':
			return {};
		case 'index':
			return { index };
		case 'unknown':
			return { unique_id: `not-sent-${index}` };
	}
}

function writeText(text: string, form: CountsShape['errorText']): object {
	switch (form) {
		case 'error':
			return { error: text };
		case 'message':
			return { message: text };
		case 'object':
			return { error: { code: 'invalid_item', message: text } };
		case 'list':
			return { error: [text] };
		case 'missing':
			return {};
	}
}

/** The response to a request that is refused as a whole, with its reason in the given shape. */
export function refusalResponse(
	status: number,
	reason: string,
	shape: EmulatorSettings['refusalShape'],
): HttpResponse {
	const title = STATUS_CODES[status] ?? 'Error';
	switch (shape) {
		case 'error':
		case 'message':
		case 'detail':
			return jsonResponse(status, { [shape]: reason });
		case 'title':
			return jsonResponse(status, { title: reason, status });
		case 'error-object':
			return jsonResponse(status, { error: { code: status, message: reason } });
		case 'errors-list':
			return jsonResponse(status, { errors: [reason] });
		case 'problem':
			return {
				...jsonResponse(status, { type: 'about:blank', title, status, detail: reason }),
				type: 'application/problem+json',
			};
		case 'rails':
			return jsonResponse(status, { errors: { items: [reason] } });
		case 'laravel':
			return jsonResponse(status, {
				message: 'The given data was invalid.',
				errors: { items: [reason] },
			});
		case 'express':
			return jsonResponse(status, {
				errors: [{ type: 'field', msg: reason, path: 'items', location: 'body' }],
			});
		case 'text':
			return { status, type: 'text/plain; charset=utf-8', body: reason };
		case 'empty':
			return { status, type: 'text/plain; charset=utf-8', body: '' };
	}
}
