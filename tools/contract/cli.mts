import { Command, Option } from 'commander';
import { DASHBOARD_HOSTS, ingestBaseUrl } from '../../credentials/endpoints.ts';
import { parseSettings } from '../emulator/settings.mts';
import type { Target } from './client.mts';
import { PREFIX } from './probe.mts';

/** The options of the command line. */
export interface Arguments {
	baseUrl?: string;
	region?: 'us' | 'eu';
	sourceId?: string;
	yes: boolean;
}

const HELP = `
It reads the keys of your project from AMPLITUDE_API_KEY and AMPLITUDE_SECRET_KEY, or asks for them. It
never prints them. For a server on this machine, it uses the emulator's keys by default.

  npx tsx tools/emulator/main.mts
  npx tsx tools/contract/main.mts --base-url http://127.0.0.1:5680

  npx tsx tools/contract/main.mts --region eu --source-id <a source to throw away>`;

/** The command line of the probe. */
export function buildProgram(): Command {
	return new Command('contract')
		.description(
			'Checks the documented and assumed facts about the AI Feedback API. ' +
				`It only sends test items, whose IDs begin with "${PREFIX}", and asks before it sends.`,
		)
		.addOption(new Option('--base-url <url>', 'the emulator, or a gateway of your own'))
		.addOption(
			new Option('--region <region>', 'the live API, in the region of your project')
				.choices(['us', 'eu'])
				.conflicts('baseUrl'),
		)
		.addOption(
			new Option('--source-id <id>', 'a source that you can throw away (optional on this machine)'),
		)
		.addOption(new Option('--yes', 'send without asking').default(false))
		.helpOption('-h, --help', 'show this help')
		.addHelpText('after', HELP)
		.allowExcessArguments(false);
}

/** Asks for a key without showing it. @throws Error where there is no terminal */
export type AskForKey = (question: string) => Promise<string>;

/** @throws Error that says what to change */
export async function readTarget(
	{ baseUrl, region, sourceId }: Arguments,
	env: Readonly<Record<string, string | undefined>>,
	ask: AskForKey,
): Promise<Target> {
	const urls = urlsOf(baseUrl, region);
	const isHere = urls.ingestUrl.startsWith('http:');
	const source = (sourceId ?? (isHere ? PREFIX + 'source' : '')).trim();
	if (source === '') throw new Error('Name a source that you can throw away: --source-id <id>.');
	const { AMPLITUDE_API_KEY: apiKey = '', AMPLITUDE_SECRET_KEY: secretKey = '' } = env;
	if (isHere && apiKey + secretKey === '') {
		const emulators = parseSettings({});
		return {
			...urls,
			sourceId: source,
			apiKey: emulators.apiKey,
			secretKey: emulators.secretKey,
		};
	}
	const keys = {
		apiKey: apiKey || (await ask('API key: ')).trim(),
		secretKey: secretKey || (await ask('Secret key: ')).trim(),
	};
	if (keys.apiKey === '' || keys.secretKey === '') throw new Error('Both keys are needed.');
	return { ...urls, sourceId: source, ...keys };
}

function urlsOf(
	baseUrl: string | undefined,
	region: Arguments['region'],
): Pick<Target, 'ingestUrl' | 'eventsUrl'> {
	if (region !== undefined) {
		return { ingestUrl: ingestBaseUrl(region, ''), eventsUrl: DASHBOARD_HOSTS[region] };
	}
	if (baseUrl === undefined)
		throw new Error('Say where to send: --base-url <url>, or --region us|eu.');
	const url = ingestBaseUrl('custom', baseUrl);
	return { ingestUrl: url, eventsUrl: url };
}
