import { afterEach, expect, test } from '@jest/globals';
import { startScriptedModel, type ScriptedModel, type Turn } from '../../scripted-model.mts';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { readExample, withCredential } from '../example.mts';
import type { ExamplesLine } from '../line.mts';

const FILED = {
	feedback: 'It only exports CSV. We really need native Excel support.',
	name: 'Jane Doe',
	email: '',
};
const ANSWER = 'Thank you, Jane. I have passed that on.';

/** The agent, driven by a model that says what it is told to. */
export function agentCases(line: () => ExamplesLine): void {
	let model: ScriptedModel | undefined;
	afterEach(async () => {
		await model?.close();
		line().session.api.reset();
	});

	async function run(turns: readonly Turn[]): Promise<Execution> {
		const { url } = (model = await startScriptedModel(turns));
		const credential = await line().credential('openAiApi', { apiKey: 'no-key', url });
		const isModel = ({ name }: { name: string }) => name === 'Chat Model';
		const example = withCredential(readExample('ai-agent-tool'), isModel, 'openAiApi', credential);
		return await line().run(await line().add(example), 'Chat');
	}
	const said = (execution: Execution, end: string) =>
		execution.rows(end).map(({ json }) => json.output);
	const items = () => line().session.api.store.items('your-source-id');

	test('feedback that the model files twice is one item', async () => {
		const execution = await run([[FILED], [FILED], ANSWER]);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(items()).toEqual([
			{
				unique_id: expect.stringMatching(/^gen-[0-9a-f]{32}$/),
				body: FILED.feedback,
				author: 'Jane Doe',
				created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/),
				conversation_parts: [],
			},
		]);
		expect(said(execution, 'Feedback Filed')).toEqual([ANSWER]);
		expect(said(execution, 'Nothing Filed')).toEqual([]);
		expect(Object.keys(model!.requests[0]!.tools[0]!.function.parameters.properties)).toEqual(
			expect.arrayContaining(Object.keys(FILED)),
		);
	});

	test('an answer without feedback takes the other way', async () => {
		const execution = await run([ANSWER]);

		expect(items()).toEqual([]);
		expect(said(execution, 'Feedback Filed')).toEqual([]);
		expect(said(execution, 'Nothing Filed')).toEqual([ANSWER]);
	});

	test('feedback that cannot be filed takes the other way', async () => {
		const execution = await run([[{ ...FILED, feedback: '' }], 'It could not be filed.']);

		expect(items()).toEqual([]);
		expect(said(execution, 'Nothing Filed')).toEqual(['It could not be filed.']);
	});
}
