import type { IExecuteFunctions } from 'n8n-workflow';
import { setImmediate } from 'node:timers/promises';
import { BAD } from './hard-inputs.mts';

/** An API inside this process, in the place of n8n's HTTP helper: it answers at once. */
export interface VirtualApi {
	/** As the node gets it from n8n, with the API in it. */
	context: IExecuteFunctions;
	/** Processor time of the API itself so far, in ms. */
	cpu(): number;
}

interface Body {
	items: { unique_id: string }[];
}

/**
 * Puts an API in the place of n8n's HTTP helper, whose own work would hide that of the node.
 *
 * @param onRequest is told of each request by its number, from 1
 */
export function virtualApi(
	context: IExecuteFunctions,
	onRequest: (number: number) => void = () => undefined,
): VirtualApi {
	let cpu = 0;
	let requests = 0;
	const respond = async (_: string, { body }: { body: Buffer }) => {
		onRequest(++requests);
		const before = process.cpuUsage();
		const { items } = JSON.parse(body.toString()) as Body;
		const { user, system } = process.cpuUsage(before);
		cpu += (user + system) / 1_000;
		const isBad = items.some(({ unique_id: id }) => id.startsWith(BAD));
		const text = isBad
			? { code: 400, error: 'invalid request' }
			: { ingested: items.length, failed: 0, errors: [] };
		// Even a fast response comes in a later turn of the event loop.
		await setImmediate();
		const response = [Buffer.from(JSON.stringify(text))];
		return { statusCode: isBad ? 400 : 200, headers: {}, body: response };
	};
	const helpers = { ...context.helpers, httpRequestWithAuthentication: respond };
	return {
		context: Object.create(context, { helpers: { value: helpers } }) as IExecuteFunctions,
		cpu: () => cpu,
	};
}
