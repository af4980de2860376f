/**
 * The least a node can do that sends through n8n's own helper, as nodes must: rows that already have the
 * API's field names, 100 a request, nothing checked and nothing reported.
 */
const BATCH = 100;

class HelperAlone {
	description = {
		displayName: 'Helper Alone',
		name: 'helperAlone',
		group: ['output'],
		version: 1,
		description: "Sends rows through n8n's helper",
		defaults: { name: 'Helper Alone' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'amplitudeAiFeedbackApi', required: true }],
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Requests at a Time', name: 'concurrency', type: 'number', default: 5 },
		],
	};

	async execute() {
		const rows = this.getInputData();
		const url = this.getNodeParameter('url', 0);
		const concurrency = this.getNodeParameter('concurrency', 0);
		let next = 0;
		const worker = async () => {
			while (next < rows.length) {
				const items = rows.slice(next, (next += BATCH)).map(({ json }) => json);
				await this.helpers.httpRequestWithAuthentication.call(this, 'amplitudeAiFeedbackApi', {
					method: 'POST',
					url,
					headers: { 'Content-Type': 'application/json' },
					body: Buffer.from(JSON.stringify({ source_id: 'bench', items })),
				});
			}
		};
		await Promise.all(Array.from({ length: concurrency }, worker));
		return [rows];
	}
}

module.exports = { HelperAlone };
