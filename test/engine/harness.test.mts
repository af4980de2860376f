import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { findText } from '../support/find-text.mts';
import { serve, type TestServer } from '../../tools/shared/http-server.mts';
import { parameter, probeCredential, probeNode, requestProbe } from '../support/probe-nodes.mts';
import { evaluate } from '../support/evaluate.mts';
import {
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

describe('rows and expressions', () => {
	test('parameters are evaluated per row', async () => {
		const result = await runNode({
			node: echo,
			rows,
			parameters: { value: '={{ $json.name.toUpperCase() }} {{ $itemIndex }}' },
		});
		expect(result.success).toStrictEqual([
			{ json: { value: 'ADA 0' }, pairedItem: { item: 0 } },
			{ json: { value: 'GRACE 1' }, pairedItem: { item: 1 } },
			{ json: { value: 'EDSGER 2' }, pairedItem: { item: 2 } },
		]);
		expect(result).toMatchObject({ status: 'success', runs: 1, error: [], hints: [] });
		expect(result).not.toHaveProperty('failure');
	});

	test('a parameter that was not saved has its default', async () => {
		const { success } = await runNode({ node: echo, rows: [{}] });
		expect(success[0]?.json).toStrictEqual({ value: 'unset' });
	});

	test('dates in rows stay dates, and rows of the test are not touched', async () => {
		const row = { at: new Date(0) } as unknown as IDataObject;
		const { success } = await runNode({
			node: echo,
			rows: [row],
			parameters: { value: '={{ $json.at.toISOString() }}' },
		});
		expect(success[0]?.json).toStrictEqual({ value: '1970-01-01T00:00:00.000Z' });
		expect(row).toStrictEqual({ at: new Date(0) });
	});

	test('an earlier node is read by its name, through pairs, not positions', async () => {
		const result = await runNode({
			node: echo,
			rows,
			upstream: [
				{ name: 'Tickets', map: ({ name }) => ({ ticket: `of ${String(name)}` }) },
				{ name: 'Two each', map: () => [{ part: 1 }, { part: 2 }] },
			],
			parameters: {
				value:
					"={{ $('Tickets').item.json.ticket }}, {{ $('Rows').item.json.name }}, {{ $json.part }}",
			},
		});
		expect(result.success.map(({ json }) => json.value)).toStrictEqual([
			'of Ada, Ada, 1',
			'of Ada, Ada, 2',
			'of Grace, Grace, 1',
			'of Grace, Grace, 2',
			'of Edsger, Edsger, 1',
			'of Edsger, Edsger, 2',
		]);
	});

	test('an expression that fails is the error a user would see', async () => {
		const { failure, status } = await runNode({
			node: echo,
			rows,
			parameters: { value: "={{ $('Nobody').item.json.x }}" },
		});
		expect(status).toBe('error');
		expect(failure).toMatchObject({ name: 'ExpressionError' });
	});

	test('one expression is evaluated on many rows, with an error where it fails', async () => {
		const values = [{ at: '2024-05-01' }, { at: null }, {}] as IDataObject[];
		expect(await evaluate('={{ $json.at }}', values)).toStrictEqual([
			{ value: '2024-05-01' },
			{ value: null },
			{ value: undefined },
		]);
		expect(await evaluate('={{ DateTime.fromISO($json.at).toUTC() }}', values.slice(0, 1))).toEqual(
			[{ value: '2024-05-01T04:00:00.000Z' }],
		);
		expect(await evaluate('={{ $json.at.missing() }}', values.slice(1, 2))).toEqual([
			{ value: undefined },
		]);
		expect(await evaluate('={{ $json.at. }}', values.slice(0, 1))).toEqual([
			{ error: expect.any(String) },
		]);
	});

	test('rows keep keys that are no ordinary ones', async () => {
		const row = JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2 }') as IDataObject;
		const node = probeNode(async (context) =>
			context.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } })),
		);
		const { success } = await runNode({ node, rows: [row] });
		expect(JSON.stringify(success[0]?.json)).toBe(JSON.stringify(row));
	});

	test('a required parameter that is empty stops the workflow before it starts', async () => {
		const node = probeNode(async () => [], [parameter('value', { required: true })]);
		await expect(runNode({ node, rows })).rejects.toThrow(/issue/);
	});

	test('a workflow has the time zone it is given', async () => {
		const parameters = { value: '={{ DateTime.fromMillis(0).toISO() }}' };
		const { success } = await runNode({
			node: echo,
			rows: [{}],
			parameters,
			timezone: 'Asia/Tokyo',
		});
		expect(success[0]?.json).toStrictEqual({ value: '1970-01-01T09:00:00.000+09:00' });
	});

	test('a node that is not built is said so', async () => {
		await expect(runNode({ node: '/nowhere/Some.node.js', rows })).rejects.toThrow(/npm run build/);
	});

	test('without rows the engine does not call the node', async () => {
		expect(await runNode({ node: echo, rows: [] })).toMatchObject({ runs: 0, status: 'success' });
	});
});

describe('paired items', () => {
	test('resolve to the input row, behind both outputs', async () => {
		const node = probeNode(async () => [
			{ json: { ok: true }, pairedItem: { item: 2 } },
			{ json: { error: 'refused', message: 'because' }, pairedItem: { item: 1 } },
			{ json: { ok: true }, pairedItem: { item: 0 } },
		]);
		const result = await runNode({ node, rows, onError: 'continueErrorOutput' });
		expect(result.pairedInput(0)).toStrictEqual({ name: 'Edsger' });
		expect(result.pairedInput(1)).toStrictEqual({ name: 'Ada' });
		expect(result.pairedInput(0, 'error')).toStrictEqual({ name: 'Grace' });
		expect(result.raw.map(({ pairedItem }) => pairedItem)).toStrictEqual([
			{ item: 2 },
			{ item: 1 },
			{ item: 0 },
		]);
	});

	test('missing ones do not resolve', async () => {
		const node = probeNode(async () => [{ json: { a: 1 } }, { json: { a: 2 } }]);
		const result = await runNode({ node, rows });
		expect(() => result.pairedInput(0)).toThrow();
	});
});

describe('On Error', () => {
	const mixed = probeNode(async () => [
		{ json: { fine: true }, pairedItem: { item: 0 } },
		{ json: { error: 'refused', message: 'because' }, pairedItem: { item: 1 } },
		{ json: { error: 'refused', status: 'rejected' }, pairedItem: { item: 2 } },
	]);
	const thrower = probeNode(async (context) => {
		const { NodeApiError } = (await startEngine()).workflow;
		throw new NodeApiError(
			context.getNode(),
			{ message: 'no', status: 503 },
			{ message: 'The API is down', description: 'Try later', httpCode: '503' },
		);
	});

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'%s: error rows leave on the one output',
		async (onError) => {
			const { success, error } = await runNode({ node: mixed, rows, onError });
			expect(success).toHaveLength(3);
			expect(error).toHaveLength(0);
		},
	);

	test('continueErrorOutput: rows of error and message leave on the error output', async () => {
		const { success, error } = await runNode({
			node: mixed,
			rows,
			onError: 'continueErrorOutput',
		});
		expect(success.map(({ json }) => json)).toStrictEqual([
			{ fine: true },
			{ error: 'refused', status: 'rejected' },
		]);
		// The engine adds the input row's fields.
		expect(error.map(({ json }) => json)).toStrictEqual([
			{ name: 'Grace', error: 'refused', message: 'because' },
		]);
	});

	test('stopWorkflow: a thrown error ends the run and is recorded', async () => {
		const result = await runNode({ node: thrower, rows });
		expect(result).toMatchObject({
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
		'%s: a thrown error sends the input rows down the success output',
		async (onError) => {
			const result = await runNode({ node: thrower, rows, onError });
			expect(result.success.map(({ json }) => json)).toStrictEqual(rows);
			expect(result).toMatchObject({
				status: 'success',
				error: [],
				failure: { message: 'The API is down' },
			});
		},
	);

	test('hints are recorded', async () => {
		const node = probeNode(async (context) => {
			context.addExecutionHints({ message: '2 of 3', location: 'outputPane' });
			return [];
		});
		const { hints } = await runNode({ node, rows });
		expect(hints).toStrictEqual([{ message: '2 of 3', location: 'outputPane' }]);
	});
});

describe('Retry On Fail', () => {
	const failing = (times: number, fail: () => INodeExecutionData[]) => {
		let calls = 0;
		return probeNode(async () => (++calls <= times ? fail() : [{ json: { calls } }]));
	};
	const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };

	test('runs a node again that threw', async () => {
		const node = failing(2, () => {
			throw new Error('not yet');
		});
		const result = await runNode({ node, rows, retryOnFail });
		expect(result).toMatchObject({ runs: 3, success: [{ json: { calls: 3 } }], status: 'success' });
		expect(result).not.toHaveProperty('failure');
	});

	test('runs a node again whose first row has an error', async () => {
		const node = failing(1, () => [{ json: { error: 'refused' } }]);
		const result = await runNode({ node, rows, retryOnFail });
		expect(result).toMatchObject({ runs: 2, success: [{ json: { calls: 2 } }] });
	});
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

	test('fires the abort signal', async () => {
		const result = await runNode({ node: probeNode(sleeper), rows, cancelAfterMs: 20 });
		expect(result.raw).toStrictEqual([{ json: { cancelled: true } }]);
		expect(result.status).toBe('canceled');
		expect(result.durationMs).toBeLessThan(1000);
	});

	test('at a moment the test chooses', async () => {
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
	let server: TestServer;
	beforeEach(async () => {
		server = await serve((response, body, { url }) => {
			const status = Number(url?.split('/').at(-1)) || 200;
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ ok: status === 200, got: body.length }));
		});
	});
	afterEach(() => server.close());

	const send = (path: string) =>
		requestProbe({
			url: `${server.url}/${path}`,
			method: 'POST',
			body: '{"a":1.0}',
			headers: { 'Content-Type': 'application/json' },
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});

	test('the credential is applied, the body arrives as it was, and nothing leaks', async () => {
		const result = await runNode({
			node: send('items/429'),
			rows: [{}],
			credentials,
			credentialType: probeCredential,
		});
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

	test('a connection that is refused is an error of the engine, of the right kind', async () => {
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
		const result = await runNode({ node, rows, credentials, credentialType: probeCredential });
		expect(result.raw[0]?.json).toStrictEqual({ isApiError: true, code: 'ECONNREFUSED' });
	});

	test('without a credential the engine says so', async () => {
		const { failure } = await runNode({ node: send(''), rows });
		expect(failure?.message).toMatch(/credential/i);
		expect(server.received).toHaveLength(0);
	});

	test('a node that shows the credential is found out', async () => {
		const node = probeNode(async (context) => [
			{ json: { deep: [{ ...(await context.getCredentials('probeApi')) }] } },
		]);
		const { success } = await runNode({
			node,
			rows: [{}],
			credentials,
			credentialType: probeCredential,
		});
		expect(findText(success, password)).toStrictEqual(['0.json.deep.0.password']);
	});

	test("the credential's test passes", async () => {
		const { url } = server;
		expect(await testCredential({ ...credentials, baseUrl: url }, probeCredential)).toStrictEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(server.received).toMatchObject([
			{ method: 'GET', path: '/check', headers: { 'x-user': 'user ada' } },
		]);
	});

	test.each([
		['a rule for its status', 403, 'Check both keys'],
		['no rule for its status', 500, 'Internal Server Error'],
	])("the credential's test fails by %s", async (_, status, message) => {
		const failing = await serve((response) => response.writeHead(status).end());
		const data = { ...credentials, baseUrl: failing.url };
		expect(await testCredential(data, probeCredential)).toStrictEqual({ status: 'Error', message });
		await failing.close();
	});

	test("the credential's test fails by a rule for its body", async () => {
		const properties = { key: 'got', value: 0, message: 'Got nothing' };
		const request = { baseURL: server.url, url: '/check' };
		const rules = [{ type: 'responseSuccessBody' as const, properties }];
		const type = { ...probeCredential, test: { request, rules } };
		expect(await testCredential(credentials, type)).toStrictEqual({
			status: 'Error',
			message: 'Got nothing',
		});
	});

	test("the credential's test fails where nobody listens", async () => {
		const { url: baseUrl } = server;
		await server.close();
		const result = await testCredential({ ...credentials, baseUrl }, probeCredential);
		expect(result).toStrictEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});
});

describe('resource mappers', () => {
	const fields = [
		{ id: 'body', displayName: 'Body', required: true, defaultMatch: false, display: true },
	];
	const mapper = (method: object) =>
		parameter('item', {
			type: 'resourceMapper',
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: { resourceMapper: { mode: 'add', ...method } },
		} as Parameters<typeof parameter>[1]);

	test.each([
		['resourceMapperMethod', 'resourceMapping'],
		['localResourceMapperMethod', 'localResourceMapping'],
	])('%s gives the fields', async (name, kind) => {
		const node = probeNode(async () => [], [mapper({ [name]: 'getFields' })]);
		node.methods = { [kind]: { getFields: async () => ({ fields }) } };
		expect(await resourceMapperFields({ parameter: 'item', node })).toStrictEqual({ fields });
	});
});
