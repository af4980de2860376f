import { ItemCollector } from '../../../nodes/AmplitudeAiFeedback/mapping/itemCollector.ts';
import type {
	MappedRow,
	MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';

/** What a run's rows become together. */
export function grouped(
	messageLayout: MessageLayout,
	rows: readonly MappedRow[],
): ReturnType<ItemCollector['finish']> {
	const conversations = new ItemCollector({ messageLayout: messageLayout });
	for (const [index, row] of rows.entries()) conversations.add(index, row);
	return conversations.finish();
}
