import { delimiter, dirname, join } from 'node:path';
import type { Installation } from './install.mts';

export interface InstanceSettings {
	/** n8n keeps everything it has below this folder, in `.n8n`. */
	readonly userFolder: string;
	/** The one folder its nodes may read files from. */
	readonly filesFolder: string;
	readonly port: number;
	readonly brokerPort: number;
	/** Settings of this one instance. */
	readonly more?: NodeJS.ProcessEnv;
}

/** What n8n needs to know about the machine; nothing else reaches it, neither settings nor proxies. */
const inherited = ['HOME', 'USERPROFILE', 'SYSTEMROOT', 'TMPDIR', 'TEMP', 'TMP', 'LANG'];

/** The environment of an n8n that only listens on this machine and makes no outside requests. */
export function n8nEnvironment(
	{ release, folder, node }: Installation,
	{ userFolder, filesFolder, port, brokerPort, more }: InstanceSettings,
): NodeJS.ProcessEnv {
	const machine = inherited.map((name) => [name, process.env[name]] as const);
	return {
		...Object.fromEntries(machine.filter(([, value]) => value !== undefined)),
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		// Reading n8n's modules is most of its start; with this, Node compiles them only once.
		NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
		N8N_USER_FOLDER: userFolder,
		N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_LOG_LEVEL: 'warn',
		N8N_LOG_OUTPUT: 'console',
		...release.environment,
		...more,
	};
}
