import type { IExecuteFunctions } from 'n8n-workflow';

/** Sends a body through n8n's own HTTP helper, as a node has to, and does nothing else. */
export async function sendThroughHelper(
	context: IExecuteFunctions,
	sink: string,
	body: Buffer,
): Promise<void> {
	await context.helpers.httpRequestWithAuthentication.call(context, 'amplitudeAiFeedbackApi', {
		method: 'POST',
		url: `${sink}/api/1/ai-feedback/ingest`,
		headers: { 'Content-Type': 'application/json' },
		body,
		returnFullResponse: true,
	});
}
