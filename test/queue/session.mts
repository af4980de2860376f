import { request } from 'undici';
import { z } from 'zod';
import type { Owner } from '../../tools/editor/n8n/rest.mts';

/** Calls n8n's REST interface, its path without `/rest`, and returns the data of the answer. */
export type Send = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

const dataSchema = z.object({ data: z.unknown() });

/** Signs an owner in, for the calls that only queue mode needs. */
export async function signIn(url: string, { email, password }: Owner): Promise<Send> {
	let cookie = '';
	const send: Send = async (method, path, body) => {
		const answer = await request(`${url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', cookie },
			body: body === undefined ? null : JSON.stringify(body),
			// A connection that is kept may be closed by a busy n8n just when it is used again.
			reset: true,
		});
		const text = await answer.body.text();
		if (answer.statusCode !== 200) {
			throw new Error(`n8n answered ${method} ${path} with ${answer.statusCode}: ${text}`);
		}
		const set = [answer.headers['set-cookie']].flat().find((entry) => entry !== undefined);
		cookie = set?.split(';')[0] ?? cookie;
		return dataSchema.parse(JSON.parse(text)).data;
	};
	await send('POST', '/login', { emailOrLdapLoginId: email, password });
	return send;
}
