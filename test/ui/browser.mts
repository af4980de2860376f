import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { patience } from './waiting.mts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const elsewhere: Partial<Record<NodeJS.Platform, string>> = {
	darwin: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	win32: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
};

/** Quiet, and without a sandbox, as containers run as root and have no graphics card. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The window of the tests. */
export const windowSize = { width: 1440, height: 900 };

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

function missing(tried: string): Error {
	return new Error(
		[
			`The editor's tests need the browser Chromium, and ${tried}.`,
			'',
			'What to do: install it (Debian and Ubuntu: apt-get install -y --no-install-recommends chromium),',
			'or name a Chromium or Chrome that is there: CHROMIUM_PATH=/path/to/chromium npm run e2e:ui',
		].join('\n'),
	);
}

/**
 * Where the browser is: the path in `CHROMIUM_PATH`, else a Chromium or Chrome in the usual places.
 * @throws Error that says what is missing and how to get it.
 */
export function chromiumPath(): string {
	const { CHROMIUM_PATH: named, PATH = '' } = process.env;
	if (named) {
		if (isProgram(named)) return named;
		throw missing(`CHROMIUM_PATH names ${named}, which is no program`);
	}
	const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
	const found = [...onPath, elsewhere[process.platform] ?? ''].find(isProgram);
	if (found === undefined) throw missing(`none of ${names.join(', ')} is on the PATH`);
	return found;
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: chromiumPath(), args: flags });
}

/** A window in which nothing depends on the machine: size, colours, language and zone are set. */
export async function openWindow(browser: Browser): Promise<BrowserContext> {
	const context = await browser.newContext({
		viewport: windowSize,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		locale: 'en-US',
		timezoneId: 'UTC',
	});
	context.setDefaultTimeout(patience);
	context.setDefaultNavigationTimeout(2 * patience);
	return context;
}
