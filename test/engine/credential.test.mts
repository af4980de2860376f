import { expect, test } from '@jest/globals';
import type { FaultPlan } from '../../tools/emulator/fault-plan.mts';
import { FIELD_NAMES } from '../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { startEmulator } from '../../tools/emulator/server.mts';
import { useEmulator } from '../support/emulator.mts';
import { credentialsFor, reviews, run } from '../../tools/engine/feedback.mts';
import {
	loadCredentialType,
	resourceMapperFields,
	testCredential,
} from '../../tools/engine/harness.mts';

const emulator = useEmulator();

test('the credential test passes with the right keys', async () => {
	expect(await testCredential(credentialsFor(emulator()))).toStrictEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
	expect(emulator().requests).toMatchObject([
		{ method: 'GET', path: '/api/2/events/list', authorized: true },
	]);
});

test.each(['apiKey', 'secretKey'])(
	'the credential test fails on a wrong %s, and says what to check',
	async (name) => {
		const wrong = { ...credentialsFor(emulator()), [name]: 'wrong' };

		expect(await testCredential(wrong)).toStrictEqual({
			status: 'Error',
			message:
				'Amplitude refused these keys. Check the API key, the secret key and the region: keys only work in the region of their project.',
		});
	},
);

test('keys that were pasted with blanks around them work', async () => {
	const { apiKey, secretKey, ...rest } = credentialsFor(emulator());
	const credentials = { ...rest, apiKey: ` ${apiKey}`, secretKey: `${secretKey}\n` };
	const result = await run(emulator(), reviews(1), {}, { credentials });

	expect(result.success.map(({ json }) => json.status)).toStrictEqual(['ingested']);
});

test('the credential test and a run name the region where the keys are of another one', async () => {
	const elsewhere = await startEmulator({ apiKey: 'eu-key', secretKey: 'eu-secret' });
	try {
		const wrong = { ...credentialsFor(emulator()), baseUrl: elsewhere.url };
		const result = await run(emulator(), reviews(1), {}, { credentials: wrong });

		expect((await testCredential(wrong)).message).toMatch(/in the region of their project/);
		expect(result.failure?.description).toMatch(/work in its region only/);
		expect(result.failure?.description).toContain(new URL(elsewhere.url).host);
	} finally {
		await elsewhere.close();
	}
});

test('the credential test does not blame the keys for throttling', async () => {
	emulator().faults.add({ kind: 'status', on: 'events-list', status: 429, times: 'always' });

	expect((await testCredential(credentialsFor(emulator()))).message).toMatch(
		/^Amplitude is limiting requests right now\. This says nothing about the keys/,
	);
});

test.each<[string, FaultPlan]>([
	['a web page', { kind: 'html' }],
	['a redirect', { kind: 'redirect' }],
	['JSON of another shape', { kind: 'response', status: 200, json: { status: 'ok' } }],
	['an empty response', { kind: 'empty', status: 200 }],
])('the credential test does not pass on %s', async (_, fault) => {
	emulator().faults.add({ ...fault, on: 'events-list', times: 'always' });

	expect(await testCredential(credentialsFor(emulator()))).toStrictEqual({
		status: 'Error',
		message:
			'The server responded, but not the way Amplitude does. Check the region, and the base URL if the region is Custom.',
	});
});

test('the credential keeps its authentication when n8n copies its type', () => {
	expect(Object.keys(loadCredentialType())).toContain('authenticate');
});

test('the credential test asks the EU on its other host', () => {
	const { test: request } = loadCredentialType();
	expect(JSON.stringify(request)).toContain('https://analytics.eu.amplitude.com');
});

const baseUrl = 'http://gateway.example.com';
const reason =
	'The base URL http://gateway.example.com in the credential is not encrypted, so your keys could be read on the way. Use https://. Plain http:// only works for this machine, such as http://localhost:8080.';

test('an unencrypted base URL on another machine is refused by the credential test', async () => {
	const result = await testCredential({ ...credentialsFor(emulator()), baseUrl });

	expect(result.status).toBe('Error');
	expect(result.message).toContain('is not encrypted');
});

test('an unencrypted base URL on another machine is refused by a run, before anything is sent', async () => {
	const credentials = { ...credentialsFor(emulator()), baseUrl };
	const result = await run(emulator(), reviews(1), {}, { credentials });

	expect(result.failure).toMatchObject({
		message: 'The credential cannot be used',
		description: `${reason} Nothing was sent.`,
	});
});

test('an unencrypted base URL leaves every row unsent where the workflow continues', async () => {
	const credentials = { ...credentialsFor(emulator()), baseUrl };
	const more = { credentials, onError: 'continueRegularOutput' } as const;
	const result = await run(emulator(), reviews(2), {}, more);

	expect(result.success.map(({ json }) => json.status)).toStrictEqual(['unsent', 'unsent']);
	expect(result.success[1]?.json.reason).toContain('The credential cannot be used');
});

test('the fields to map are listed without a credential', async () => {
	for (const parameter of ['item', 'message']) {
		const { fields } = await resourceMapperFields({ parameter });
		expect(fields.map(({ id }) => id)).toStrictEqual([...FIELD_NAMES]);
	}
});
