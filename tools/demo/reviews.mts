import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../shared/folders.mts';

/** A sentence of a real review. */
export interface Review {
	readonly id: string;
	readonly text: string;
}

/** The sites whose reviews the npm package `sentiment` ships for its own tests, 1,000 of each. */
const sites = ['amazon', 'imdb', 'yelp'] as const;
const sentencesSchema = z.array(z.object({ text: z.string() }));

export const reviewsFile = 'reviews.csv';
export const reviewsCount = 3000;

async function readSite(site: string): Promise<Review[]> {
	const folder = join(packageRoot(), 'node_modules', 'sentiment', 'test', 'fixtures');
	const file = await readFile(join(folder, `${site}.json`), 'utf8');
	return (
		sentencesSchema
			.parse(JSON.parse(file))
			// Each list ends with an empty sentence.
			.filter(({ text }) => text !== '')
			.map(({ text }, index) => ({ id: `${site}-${index + 1}`, text }))
	);
}

/** The 3,000 sentences. They come without ids, so they get one from site and place: `amazon-17`. */
export async function readReviews(): Promise<Review[]> {
	return (await Promise.all(sites.map(readSite))).flat();
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Writes the reviews as the CSV file that the workflow reads. */
export async function writeReviews(folder: string): Promise<void> {
	const lines = (await readReviews()).map(({ id, text }) => `${id},${quoted(text)}`);
	await writeFile(join(folder, reviewsFile), ['id,text', ...lines, ''].join('\n'));
}
