import { expect, test } from '@jest/globals';
import {
	assemble,
	credentialName,
	type NodePart,
	trigger,
} from '../../../tools/editor/workflows/nodes.mts';
import type { RunningN8n } from '../running-n8n.mts';

const requestName = 'HTTP Request';

/** The credential in a node of n8n's, which asks an address that its user types. */
export function credentialElsewhereCases(n8n: () => RunningN8n): void {
	function get(url: string): NodePart {
		const credential = { id: n8n().credentials.right, name: credentialName };
		return {
			name: requestName,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'amplitudeAiFeedbackApi',
				options: {},
			},
			credentials: { amplitudeAiFeedbackApi: credential },
		};
	}
	const run = async (name: string, url: string) =>
		await n8n().run(assemble(name, [trigger, get(url)], []));

	test("n8n's HTTP Request node reads Amplitude's dashboard with it", async () => {
		const { api } = n8n().session;
		const execution = await run('dashboard', `${api.url}/api/2/events/list`);

		expect(execution).toMatchObject({ status: 'success', error: undefined });
		expect(execution.rows(requestName)[0]?.json).toHaveProperty('data');
		expect(api.requests.at(-1)).toMatchObject({ endpoint: 'events-list', authorized: true });
	});

	test('its keys go to no other host', async () => {
		const { api } = n8n().session;
		const elsewhere = api.url.replace('127.0.0.1', 'localhost');
		const before = api.requests.length;
		const execution = await run('elsewhere', `${elsewhere}/api/2/events/list`);

		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(/keys in this Amplitude credential are only sent to its base URL/);
		expect(api.requests).toHaveLength(before);
		expect(execution.stored).not.toContain(api.settings.secretKey);
	});
}
