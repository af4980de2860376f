import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../shared/folders.mts';
import { byHand } from '../../shared/mapper.mts';
import type { Scenario } from './scenario.mts';

/** The sites whose reviews the npm package `sentiment` ships for its own tests, 1,000 sentences of each. */
const sites = ['amazon', 'imdb', 'yelp'] as const;
const sentencesSchema = z.array(z.object({ text: z.string() }));
const count = 3000;

/** A sentence of a real review. The file has no ids, so site and place make one: `amazon-17`. */
export interface Review {
	readonly id: string;
	readonly text: string;
}

async function readSite(site: string): Promise<Review[]> {
	const folder = join(packageRoot, 'node_modules', 'sentiment', 'test', 'fixtures');
	const file = await readFile(join(folder, `${site}.json`), 'utf8');
	return (
		sentencesSchema
			.parse(JSON.parse(file))
			// Each list ends with an empty sentence.
			.filter(({ text }) => text !== '')
			.map(({ text }, index) => ({ id: `${site}-${index + 1}`, text }))
	);
}

/** Reads the 3,000 sentences. */
export async function readReviews(): Promise<Review[]> {
	return (await Promise.all(sites.map(readSite))).flat();
}

const sourceId = 'reviews';

/** Each row of a file is an item without a conversation. */
export const reviews: Scenario = {
	title: 'Reviews from a CSV file',
	sourceId,
	rows: async () => (await readReviews()).map((review) => ({ ...review })),
	csvFile: 'reviews.csv',
	parameters: {
		operation: 'ingestItems',
		sourceId,
		messages: 'none',
		item: byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.text }}' }),
		options: {},
	},
	expected: {
		rows: count,
		requests: count / 100,
		items: count,
		messages: 0,
		statuses: { ingested: count },
		onErrorOutput: 0,
	},
};
