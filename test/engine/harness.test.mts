// What n8n's engine does with any node, and that the harness shows it: the other tests rely on both.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { findText } from '../support/find-text.mts';
import { serve, type TestServer } from '../support/http-server.mts';
import { parameter, probeCredential, probeNode, requestProbe } from '../support/probe-nodes.mts';
import {
	type EngineRun,
	resourceMapperFields,
	runNode,
	startEngine,
	testCredential,
} from '../../tools/engine/harness.mts';

const rows = [{ name: 'Ada' }, { name: 'Grace' }, { name: 'Edsger' }];

/** Gives out parameter `value` of each row. */
const echo = probeNode(
	async (context) =>
		context.getInputData().map((_, item) => ({
			json: { value: context.getNodeParameter('value', item) as string },
			pairedItem: { item },
		})),
	[parameter('value', { default: 'unset' })],
);
const values = async (run: Omit<EngineRun, 'node'>) =>
	(await runNode({ node: echo, ...run })).success.map(({ json }) => json.value);

describe('parameters', () => {
	test('a parameter is evaluated for each row', async () => {
		const parameters = { value: '={{ $json.name.toUpperCase() }} {{ $itemIndex }}' };
		const result = await runNode({ node: echo, rows, parameters });

		expect(result.success).toStrictEqual([
			{ json: { value: 'ADA 0' }, pairedItem: { item: 0 } },
			{ json: { value: 'GRACE 1' }, pairedItem: { item: 1 } },
			{ json: { value: 'EDSGER 2' }, pairedItem: { item: 2 } },
		]);
		expect(result).toMatchObject({ status: 'success', runs: 1, error: [], hints: [] });
		expect(result).not.toHaveProperty('failure');
	});

	test('an earlier node is read by its name, through pairs and not positions', async () => {
		const upstream = [
			{ name: 'Tickets', map: ({ name }: IDataObject) => ({ ticket: `of ${String(name)}` }) },
			{ name: 'Two each', map: () => [{ part: 1 }, { part: 2 }] },
		];
		const value =
			"={{ $('Tickets').item.json.ticket }}, {{ $('Rows').item.json.name }}, {{ $json.part }}";

		expect(await values({ rows: rows.slice(0, 2), upstream, parameters: { value } })).toStrictEqual(
			['of Ada, Ada, 1', 'of Ada, Ada, 2', 'of Grace, Grace, 1', 'of Grace, Grace, 2'],
		);
	});

	test('an expression that fails is the error that a user would see', async () => {
		const parameters = { value: "={{ $('Nobody').item.json.x }}" };
		const { failure, status } = await runNode({ node: echo, rows, parameters });

		expect(status).toBe('error');
		expect(failure).toMatchObject({ name: 'ExpressionError' });
	});

	test('a required parameter that is empty stops the workflow before it starts', async () => {
		const node = probeNode(async () => [], [parameter('value', { required: true })]);

		await expect(runNode({ node, rows })).rejects.toThrow(/issue/);
	});
});

describe('outputs', () => {
	const mixed = probeNode(async () => [
		{ json: { fine: true }, pairedItem: { item: 2 } },
		{ json: { error: 'refused', message: 'because' }, pairedItem: { item: 1 } },
		{ json: { error: 'refused', status: 'rejected' }, pairedItem: { item: 0 } },
	]);
	const throwing = probeNode(async (context) => {
		const { NodeApiError } = (await startEngine()).workflow;
		throw new NodeApiError(
			context.getNode(),
			{ message: 'no', status: 503 },
			{ message: 'The API is down', description: 'Try later', httpCode: '503' },
		);
	});

	test('pairs lead back to the input row, behind both outputs', async () => {
		const result = await runNode({ node: mixed, rows, onError: 'continueErrorOutput' });

		expect(result.pairedInput(0)).toStrictEqual({ name: 'Edsger' });
		expect(result.pairedInput(1)).toStrictEqual({ name: 'Ada' });
		expect(result.pairedInput(0, 'error')).toStrictEqual({ name: 'Grace' });
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'rows with an error leave on the one output under %s',
		async (onError) => {
			const { success, error } = await runNode({ node: mixed, rows, onError });

			expect(success).toHaveLength(3);
			expect(error).toHaveLength(0);
		},
	);

	test('rows of error and message, and no others, leave on the error output with their input', async () => {
		const { success, error } = await runNode({ node: mixed, rows, onError: 'continueErrorOutput' });

		expect(success.map(({ json }) => json)).toStrictEqual([
			{ fine: true },
			{ error: 'refused', status: 'rejected' },
		]);
		expect(error.map(({ json }) => json)).toStrictEqual([
			{ name: 'Grace', error: 'refused', message: 'because' },
		]);
	});

	test('an item with an error leaves on the error output, and its fields give way to the message', async () => {
		const node = probeNode(async (context) => {
			const { NodeOperationError } = (await startEngine()).workflow;
			const error = new NodeOperationError(context.getNode(), 'refused');
			return [{ json: { own: 1 }, error, pairedItem: { item: 1 } }];
		});
		const { success, error } = await runNode({ node, rows, onError: 'continueErrorOutput' });

		expect(success).toStrictEqual([]);
		expect(error.map(({ json }) => json)).toStrictEqual([{ error: 'refused' }]);
	});

	test('an error that a node throws ends the run under stopWorkflow', async () => {
		expect(await runNode({ node: throwing, rows })).toMatchObject({
			status: 'error',
			success: [],
			error: [],
			failure: {
				name: 'NodeApiError',
				message: 'The API is down',
				description: 'Try later',
				httpCode: '503',
			},
		});
	});

	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'an error that a node throws sends the input rows down the success output under %s',
		async (onError) => {
			const result = await runNode({ node: throwing, rows, onError });

			expect(result.success.map(({ json }) => json)).toStrictEqual(rows);
			expect(result).toMatchObject({
				status: 'success',
				error: [],
				failure: { message: 'The API is down' },
			});
		},
	);
});

test.each<[string, () => INodeExecutionData[]]>([
	[
		'throws',
		() => {
			throw new Error('not yet');
		},
	],
	['gives out an error in its first row', () => [{ json: { error: 'refused' } }]],
])('Retry On Fail runs a node again that %s', async (_what, fail) => {
	let calls = 0;
	const node = probeNode(async () => (++calls < 3 ? fail() : [{ json: { calls } }]));
	const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };
	const result = await runNode({ node, rows, retryOnFail });

	expect(result).toMatchObject({ runs: 3, success: [{ json: { calls: 3 } }], status: 'success' });
	expect(result).not.toHaveProperty('failure');
});

describe('cancelling', () => {
	const sleeper = (context: IExecuteFunctions) =>
		new Promise<INodeExecutionData[]>((resolve) => {
			const timer = setTimeout(() => resolve([{ json: { slept: true } }]), 20_000);
			context.getExecutionCancelSignal()?.addEventListener('abort', () => {
				clearTimeout(timer);
				resolve([{ json: { cancelled: true } }]);
			});
		});

	test('a run is cancelled at a moment that the test chooses', async () => {
		let reached: () => void = () => undefined;
		const cancelWhen = new Promise<void>((resolve) => (reached = resolve));
		const node = probeNode((context) => {
			reached();
			return sleeper(context);
		});

		expect(await runNode({ node, rows, cancelWhen })).toMatchObject({ status: 'canceled' });
	});
});

describe('requests and credentials', () => {
	const password = 's3cret-of-the-test';
	const credentials = { user: 'ada', password };
	const withCredential = { credentials, credentialType: probeCredential };
	let server: TestServer;
	beforeEach(async () => {
		server = await serve((response, body, { url }) => {
			const status = Number(url?.split('/').at(-1)) || 200;
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ ok: status === 200, got: body.length }));
		});
	});
	afterEach(() => server.close());

	const send = () =>
		requestProbe({
			url: `${server.url}/items/429`,
			method: 'POST',
			body: '{"a":1.0}',
			headers: { 'Content-Type': 'application/json' },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});

	test('a request has the credential, arrives as it was sent, and leaves no key behind', async () => {
		const result = await runNode({ node: send(), rows: [{}], ...withCredential });

		expect(server.received).toMatchObject([
			{
				body: '{"a":1.0}',
				headers: {
					'content-type': 'application/json',
					authorization: `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`,
					'x-user': 'user ada',
				},
			},
		]);
		expect(result.success[0]?.json.answer).toMatchObject({
			statusCode: 429,
			body: { ok: false, got: 9 },
		});
		expect(findText(result.run, password)).toStrictEqual([]);
	});

	test('a refused connection is a NodeApiError with its code', async () => {
		const { url } = server;
		await server.close();
		const node = probeNode(async (context) => {
			const { NodeApiError } = (await startEngine()).workflow;
			try {
				await context.helpers.httpRequestWithAuthentication.call(context, 'probeApi', { url });
			} catch (error) {
				const { code } = (error as { cause: { code: string } }).cause;
				return [{ json: { isApiError: error instanceof NodeApiError, code } }];
			}
			return [];
		});
		const result = await runNode({ node, rows, ...withCredential });

		expect(result.raw[0]?.json).toStrictEqual({ isApiError: true, code: 'ECONNREFUSED' });
	});

	test('a request without a credential is not sent', async () => {
		const { failure } = await runNode({ node: send(), rows });

		expect(failure?.message).toMatch(/credential/i);
		expect(server.received).toHaveLength(0);
	});

	test('a node that gives out its credential is found out', async () => {
		const node = probeNode(async (context) => [
			{ json: { deep: [{ ...(await context.getCredentials('probeApi')) }] } },
		]);
		const { success } = await runNode({ node, rows: [{}], ...withCredential });

		expect(findText(success, password)).toStrictEqual(['0.json.deep.0.password']);
	});

	test('the test of a credential passes where its request does', async () => {
		const data = { ...credentials, baseUrl: server.url };

		expect(await testCredential(data, probeCredential)).toStrictEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(server.received).toMatchObject([
			{ method: 'GET', path: '/check', headers: { 'x-user': 'user ada' } },
		]);
	});

	test.each([
		['by the rule for its status', 403, 'Check both keys'],
		['without a rule for its status', 500, 'Internal Server Error'],
		['where nobody listens', undefined, 'ECONNREFUSED'],
	])('the test of a credential fails %s', async (_how, status, message) => {
		const failing = await serve((response) => response.writeHead(status ?? 200).end());
		if (status === undefined) await failing.close();
		const data = { ...credentials, baseUrl: failing.url };

		expect(await testCredential(data, probeCredential)).toStrictEqual({ status: 'Error', message });
		if (status !== undefined) await failing.close();
	});
});

test('the fields of a resource mapper come from the method that its parameter names', async () => {
	const fields = [
		{ id: 'body', displayName: 'Body', required: true, defaultMatch: false, display: true },
	];
	const mapper = parameter('item', {
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: { resourceMapper: { mode: 'add', localResourceMapperMethod: 'getFields' } },
	} as Parameters<typeof parameter>[1]);
	const node = probeNode(async () => [], [mapper]);
	node.methods = { localResourceMapping: { getFields: async () => ({ fields }) } };

	expect(await resourceMapperFields({ parameter: 'item', node })).toStrictEqual({ fields });
});
