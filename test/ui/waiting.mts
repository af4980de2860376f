import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';

/** How long anything on a page may take, in ms, on a machine that has other work as well. */
export const patience = 20_000;
const step = 50;

/** Repeats a check until it passes; in the end it fails as it last did. */
export async function eventually(check: () => Promise<void>): Promise<void> {
	for (const began = Date.now(); ; await sleep(step)) {
		try {
			return await check();
		} catch (error) {
			if (Date.now() - began > patience) throw error;
		}
	}
}

/** Resolves when the page has drawn what it knows now. */
export async function drawn(page: Page): Promise<void> {
	await page.evaluate(
		'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
	);
}

/** Resolves when elements have stopped moving. */
export async function settled(elements: Locator): Promise<void> {
	const places = async () => {
		const all = await elements.all();
		return JSON.stringify(await Promise.all(all.map((element) => element.boundingBox())));
	};
	let before = '';
	await eventually(async () => {
		const now = await places();
		const rests = now === before;
		before = now;
		if (!rests) throw new Error('Elements on the page do not come to rest.');
	});
}
