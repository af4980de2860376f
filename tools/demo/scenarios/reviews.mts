import { join } from 'node:path';
import { reviewsCount, reviewsFile } from '../reviews.mts';
import { byHand } from '../../editor/workflows/mapper.mts';
import {
	branchingOnStatus,
	feedback,
	rowsOfCsvFile,
	trigger,
} from '../../editor/workflows/nodes.mts';
import type { Scenario } from './scenario.mts';

const title = 'Reviews from a CSV file';
const sourceId = 'reviews';

/** Each row of a file is an item without a conversation. */
export const reviews: Scenario = {
	title,
	sourceId,
	build: ({ credentialId, filesFolder }) =>
		branchingOnStatus(title, [
			trigger,
			...rowsOfCsvFile(join(filesFolder, reviewsFile)),
			feedback(credentialId, {
				operation: 'ingestItems',
				sourceId,
				messages: 'none',
				item: byHand({ unique_id: '={{ $json.id }}', body: '={{ $json.text }}' }),
				options: {},
			}),
		]),
	expected: {
		rows: reviewsCount,
		requests: reviewsCount / 100,
		items: reviewsCount,
		parts: 0,
		statuses: { ingested: reviewsCount },
		onErrorOutput: 0,
	},
};
