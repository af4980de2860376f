import { test as base, type APIRequestContext } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { startEmulator, type Emulator } from '../../tools/emulator/server.mts';
import { startInstance, type Instance } from '../../tools/editor/n8n/instance.mts';
import { saveCredential } from '../../tools/editor/session.mts';
import { tarball, testedN8n } from '../e2e/packed.mts';
import { screenshotBothThemes, screenshotPart, type Part } from './screenshot.mts';

export { expect } from '@playwright/test';

interface WorkerFixtures {
	/** The API emulator, with the keys of the credential. */
	api: Emulator;
	/** n8n with the packed package. */
	n8n: Instance;
	/** Cookies of a browser in which n8n's owner is signed in. */
	ownerSession: Awaited<ReturnType<APIRequestContext['storageState']>>;
}

type TakeScreenshot = (name: string, part: Part) => Promise<void>;

interface TestFixtures {
	/** Whether n8n has a credential, which fits the emulator. */
	hasCredential: boolean;
	/** The ID of the only credential. */
	credential: string;
	/** Takes a picture of a part of a page, as a PNG of this name. */
	takeScreenshot: TakeScreenshot;
	/** Takes one in the light theme, and one in the dark theme as `<name>-dark`. */
	takeBothThemes: TakeScreenshot;
	/** What no picture may show. */
	secrets: readonly string[];
}

const newKey = () => randomBytes(16).toString('hex');

/** Tests of n8n's editor: the page is signed in, and all tests of a worker share one n8n. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
	api: [
		async ({}, use) => {
			const api = await startEmulator({ apiKey: newKey(), secretKey: newKey() });
			await use(api);
			await api.close();
		},
		{ scope: 'worker' },
	],
	n8n: [
		async ({}, use) => {
			const n8n = await startInstance(await testedN8n(), tarball());
			await use(n8n);
			await n8n.stop();
		},
		{ scope: 'worker', timeout: 120_000 },
	],
	ownerSession: [
		async ({ playwright, n8n }, use) => {
			const { email, password } = n8n.owner;
			const request = await playwright.request.newContext({ baseURL: n8n.url });
			const login = { emailOrLdapLoginId: email, password };
			await request.post('/rest/login', { data: login, failOnStatusCode: true });
			await use(await request.storageState());
			await request.dispose();
		},
		{ scope: 'worker' },
	],
	baseURL: ({ n8n }, use) => use(n8n.url),
	storageState: ({ ownerSession }, use) => use(ownerSession),
	hasCredential: [true, { option: true }],
	credential: [
		async ({ hasCredential, n8n, api, request }, use) => {
			// n8n chooses a credential by itself only where there is just one.
			const { data } = await (await request.get('/rest/credentials')).json();
			for (const { id } of data) await request.delete(`/rest/credentials/${id}`);
			await use(hasCredential ? await saveCredential(n8n, api) : '');
		},
		{ auto: true },
	],
	secrets: ({ n8n, api }, use) => {
		const { apiKey, secretKey } = api.settings;
		return use([apiKey, secretKey, n8n.owner.password]);
	},
	takeScreenshot: ({ secrets }, use) => use((name, part) => screenshotPart(name, part, secrets)),
	takeBothThemes: ({ secrets }, use) =>
		use((name, part) => screenshotBothThemes(name, part, secrets)),
});
