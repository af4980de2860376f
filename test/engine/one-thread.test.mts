import { expect, test } from '@jest/globals';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { run } from '../../tools/engine/feedback.mts';
import { loadNodeType } from '../../tools/engine/harness.mts';
import { useEmulator } from '../support/emulator.mts';

const emulator = useEmulator();

/** Texts that take far longer to read than the node works at a stretch. */
const ROWS = Array.from({ length: 10_000 }, (_, index) => ({
	unique_id: `review-${index}`,
	body: `<p>The search is <b>broken</b>, wrote jane.${index}@example.com</p>`.repeat(5),
}));
const OPTIONS = { textFormat: 'plainText', redact: ['email', 'phone', 'card', 'iban'] };

/** The built node, and how often n8n's thread was free for others while it ran. */
function observed() {
	const built = loadNodeType() as INodeType;
	let turns = 0;
	const node: INodeType = {
		description: built.description,
		async execute(this: IExecuteFunctions) {
			const timer = setInterval(() => turns++, 1);
			try {
				return (await built.execute?.call(this)) ?? [];
			} finally {
				clearInterval(timer);
			}
		},
	};
	return { node, turns: () => turns };
}

test('n8n answers others while the node works on many rows', async () => {
	const { node, turns } = observed();
	const options = { ...OPTIONS, dryRun: true };
	const { success } = await run(emulator(), ROWS, { options }, { node });
	expect(success).toHaveLength(ROWS.length);
	expect(turns()).toBeGreaterThan(2);
});

test('a run that is cancelled while its rows are read sends nothing', async () => {
	const { node, turns } = observed();
	const result = await run(emulator(), ROWS, { options: OPTIONS }, { node, cancelAfterMs: 50 });
	expect(result.status).toBe('canceled');
	expect(turns()).toBeLessThan(10);
	expect(emulator().requests).toHaveLength(0);
});
