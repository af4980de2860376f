import { afterEach, expect, test } from '@jest/globals';
import { startScriptedModel, type ScriptedModel, type Turn } from '../../scripted-model.mts';
import type { Execution } from '../../../../tools/editor/n8n/execution.mts';
import { readExample, withCredential } from '../../../fixtures/examples.mts';
import { generatedId } from '../../../fixtures/sources/generated-id.mts';
import type { ExamplesN8n } from '../examples-n8n.mts';

const FILED = {
	feedback: 'It only exports CSV. We really need native Excel support.',
	name: 'Jane Doe',
	email: '',
};
const REPLY = 'Thank you, Jane. I have passed that on.';

/** Tests of the agent, driven by a scripted model. */
export function agentCases(n8n: () => ExamplesN8n): void {
	let model: ScriptedModel | undefined;
	afterEach(async () => {
		await model?.close();
		n8n().session.api.reset();
	});

	async function run(turns: readonly Turn[]): Promise<Execution> {
		const { url } = (model = await startScriptedModel(turns));
		const credential = await n8n().session.instance.rest.createCredential({
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'no-key', url },
		});
		const isModel = ({ name }: { name: string }) => name === 'Chat Model';
		const example = withCredential(readExample('ai-agent-tool'), isModel, 'openAiApi', credential);
		return await n8n().run(await n8n().add(example), 'Chat');
	}
	const replies = (execution: Execution) =>
		execution.rows('AI Agent').map(({ json }) => json.output);
	const items = () => n8n().session.api.store.items('your-source-id');

	test('feedback that the model files twice is one item', async () => {
		const execution = await run([[FILED], [FILED], REPLY]);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(items()).toEqual([
			{
				unique_id: generatedId,
				body: FILED.feedback,
				author: 'Jane Doe',
				created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/),
				conversation_parts: [],
			},
		]);
		expect(replies(execution)).toEqual([REPLY]);
		expect(Object.keys(model!.requests[0]!.tools[0]!.function.parameters.properties)).toEqual(
			expect.arrayContaining(Object.keys(FILED)),
		);
	});

	test('feedback that cannot be filed is reported to the model, which replies', async () => {
		const reply = 'It could not be filed.';
		const execution = await run([[{ ...FILED, feedback: '' }], reply]);

		expect(items()).toEqual([]);
		expect(replies(execution)).toEqual([reply]);
		expect(JSON.stringify(model!.requests.at(-1)!.messages)).toContain('skipped');
	});
}
