import { afterAll, beforeAll, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { tarball } from '../e2e/packed.mts';
import { startEmulator, type Emulator } from '../../tools/emulator/server.mts';
import { startInstance, type Instance } from '../../tools/editor/n8n/instance.mts';
import { prepareN8n } from '../../tools/editor/n8n/prepare.mts';
import { createReporter } from '../../tools/shared/reporter.mts';
import { launchBrowser, openWindow } from './browser.mts';
import { signIn } from './editor.mts';
import { Camera, keepFailure } from './screenshots.mts';

/** All that a test of the editor needs: n8n, the API, and a browser window in which the owner is signed in. */
export interface Stage {
	readonly n8n: Instance;
	readonly api: Emulator;
	readonly page: Page;
	readonly camera: Camera;
	/** Of no account anywhere, but not to be seen in a picture all the same. */
	readonly wrongKey: string;
	strike(): Promise<void>;
}

const newKey = () => randomBytes(16).toString('hex');

async function build(opened: Array<() => Promise<unknown>>): Promise<Omit<Stage, 'strike'>> {
	const installation = await prepareN8n(undefined, createReporter(process.stderr));
	const [apiKey, secretKey, wrongKey] = [newKey(), newKey(), newKey()];
	const api = await startEmulator({ apiKey, secretKey });
	opened.push(() => api.close());
	const n8n = await startInstance(installation, tarball());
	opened.push(() => n8n.stop());
	const browser: Browser = await launchBrowser();
	opened.push(() => browser.close());
	const page = await (await openWindow(browser)).newPage();
	await signIn(page, n8n.url, n8n.owner);
	const camera = new Camera([apiKey, secretKey, wrongKey, n8n.owner.password]);
	return { n8n, api, page, camera, wrongKey };
}

async function setStage(): Promise<Stage> {
	const opened: Array<() => Promise<unknown>> = [];
	const strike = async () => {
		for (const close of opened.reverse()) await close();
	};
	try {
		return { ...(await build(opened)), strike };
	} catch (error) {
		await strike();
		throw error;
	}
}

/** The stage of a test file. */
export function useStage(): () => Stage {
	let stage: Stage | undefined;
	beforeAll(async () => {
		stage = await setStage();
	});
	afterAll(() => stage?.strike());
	return () => {
		if (stage === undefined) throw new Error('The stage is not set yet.');
		return stage;
	};
}

/** A test that leaves a picture of the page when it fails. */
export function scene(stage: () => Stage, title: string, play: (stage: Stage) => Promise<void>) {
	test(title, async () => {
		try {
			await play(stage());
		} catch (error) {
			const file = await keepFailure(stage().page, title);
			process.stderr.write(`What the page looked like: ${file}\n`);
			throw error;
		}
	});
}
