import type { Session } from './session.mts';
import { credentialName } from './workflows/nodes.mts';

/** What the directions name. */
export interface Places {
	readonly instance: Pick<Session['instance'], 'url' | 'owner'>;
	readonly api: {
		readonly url: string;
		readonly settings: { readonly apiKey: string; readonly secretKey: string };
	};
	/** Workflows that have run: titles and IDs. */
	readonly workflows: ReadonlyArray<readonly [title: string, id: string]>;
	/** The folder in which n8n keeps what it has. */
	readonly folder: string;
}

/** Where to begin, how to get in, and what is kept. */
export function directions({ instance, api, workflows, folder }: Places): string {
	const { url, owner } = instance;
	const width = Math.max(0, ...workflows.map(([title]) => title.length));
	const [first] = workflows;
	const start =
		first === undefined ? `${url}/home/workflows` : `${url}/workflow/${first[1]}/executions`;
	return [
		`Start here     ${start}`,
		...(first === undefined
			? []
			: [`  the runs of "${first[0]}"; the Editor tab shows the workflow`]),
		`  sign in as   ${owner.email}`,
		`  password     ${owner.password}`,
		`The API        ${api.url}  (open it to see what has arrived)`,
		`  API key      ${api.settings.apiKey}`,
		`  secret key   ${api.settings.secretKey}`,
		`  The credential "${credentialName}" holds them, with the region Custom.`,
		`n8n's editor   ${url}/home/workflows`,
		...workflows.map(([title, id]) => `  ${title.padEnd(width)}  ${url}/workflow/${id}`),
		'',
		'Changes in nodes/ and credentials/ are compiled into this n8n. Reload the page to see them.',
		'n8n and the API only listen on this machine. Ctrl-C stops both. What you build in n8n is kept for the next time,',
		`in ${folder}; the option --fresh starts over. The data of the API is not kept.`,
	].join('\n');
}
