import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { assertKeysBelong, DASHBOARD_HOSTS } from './endpoints';

const CHECK_KEYS_AND_REGION =
	'Amplitude refused these keys. Check the API key, the secret key and the region: keys only work in the region of their project.';

const NOT_AMPLITUDE =
	'The server responded, but not the way Amplitude does. Check the region, and the base URL if the region is Custom.';

export class AmplitudeAiFeedbackApi implements ICredentialType {
	name = 'amplitudeAiFeedbackApi';

	displayName = 'Amplitude AI Feedback API';

	icon: Icon = { light: 'file:../icons/amplitude.svg', dark: 'file:../icons/amplitude.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-amplitude-ai-feedback/n8n-nodes-amplitude-ai-feedback#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'In Amplitude: Settings > Projects > your project > API Key',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'In Amplitude: Settings > Projects > your project > Secret Key',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Your own gateway, or a local test server',
				},
				{ name: 'EU', value: 'eu', description: 'You sign in at app.eu.amplitude.com' },
				{ name: 'US', value: 'us', description: 'You sign in at app.amplitude.com' },
			],
			default: 'us',
			description: 'Where the data of your Amplitude project is stored',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://gateway.example.com',
			description: 'Address to use instead of https://amplitude.com',
			displayOptions: { show: { region: ['custom'] } },
		},
	];

	/**
	 * HTTP Basic: the project's API key as user name, its secret key as password.
	 * A function and not the declarative form, because it also keeps the keys off other hosts and
	 * unencrypted connections. An own property and not a method, because n8n copies credential types
	 * for its HTTP Request node, and a copy only has own properties.
	 */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const { region, baseUrl, apiKey, secretKey } = credentials;
		assertKeysBelong(addressOf(requestOptions), String(region), String(baseUrl ?? ''));
		const auth = { username: pasted(apiKey), password: pasted(secretKey) };
		return { ...requestOptions, auth };
	};

	/**
	 * Read-only and cheap. It checks the keys and the region, not the source ID. A 429 says
	 * nothing about the keys.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ $credentials.region === "eu" ? "${DASHBOARD_HOSTS.eu}" : $credentials.region === "custom" ? $credentials.baseUrl.trim() : "${DASHBOARD_HOSTS.us}" }}`,
			url: '/api/2/events/list',
			method: 'GET',
			disableFollowRedirect: true,
		},
		// n8n checks both kinds of rules, though its type only allows lists of one kind.
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: CHECK_KEYS_AND_REGION } },
			{ type: 'responseCode', properties: { value: 403, message: CHECK_KEYS_AND_REGION } },
			...[301, 302, 303, 307, 308, 404].map((value) => ({
				type: 'responseCode' as const,
				properties: { value, message: NOT_AMPLITUDE },
			})),
			// A list of events has a length; a web page, or any other JSON, has no list.
			{
				type: 'responseSuccessBody',
				properties: { key: 'data.length', value: undefined, message: NOT_AMPLITUDE },
			},
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message:
						'Amplitude is limiting requests right now. This says nothing about the keys: wait a minute, then test again.',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}

/**
 * Returns where a request goes: an absolute address overrides the base. n8n's older helper, which the
 * HTTP Request node uses, calls the address `uri`.
 */
function addressOf({ baseURL, url, uri }: IHttpRequestOptions & { uri?: string }): string {
	const address = url ?? uri ?? '';
	return URL.canParse(address, baseURL) ? new URL(address, baseURL).href : address;
}

/** Keys are often pasted with a blank or a line break around them. */
function pasted(key: unknown): string {
	return String(key).trim();
}
