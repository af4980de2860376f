import { Conversations } from '../../../nodes/AmplitudeAiFeedback/mapping/conversations.ts';
import type {
	MappedRow,
	MessageLayout,
} from '../../../nodes/AmplitudeAiFeedback/mapping/mapRow.ts';

/** What a run's rows become together. */
export function grouped(
	layout: MessageLayout,
	rows: readonly MappedRow[],
): ReturnType<Conversations['finish']> {
	const conversations = new Conversations({ layout });
	for (const [index, row] of rows.entries()) conversations.add(index, row);
	return conversations.finish();
}
