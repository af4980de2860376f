import { startFeedbackApi } from '../../../tools/demo/feedback-api.mts';
import { newOwner, startOn, type Instance } from '../../../tools/editor/n8n/instance.mts';
import { fillUserFolder } from '../../../tools/editor/n8n/prepare.mts';
import { saveCredential } from '../../../tools/editor/session.mts';
import type { Emulator } from '../../../tools/emulator/server.mts';
import { temporaryFolder } from '../../../tools/shared/folders.mts';
import { poll } from '../../../tools/shared/poll.mts';
import { n8nOf, tarball } from '../packed.mts';

/** An n8n that can be killed and started again with what it has stored, and the API beside it. */
export interface RestartableN8n {
	readonly api: Emulator;
	/** The ID of the credential with the API's keys. */
	readonly credentialId: string;
	/** The n8n that runs, or ran last. */
	instance(): Instance;
	/** Ends n8n at once, as a crash or a lack of memory does. */
	kill(): Promise<void>;
	startAgain(): Promise<void>;
	stop(): Promise<void>;
}

/** @param environment variables for n8n */
export async function startRestartableN8n(
	version: string,
	environment: NodeJS.ProcessEnv,
): Promise<RestartableN8n> {
	const installation = await n8nOf(version);
	const folder = await temporaryFolder();
	await fillUserFolder(installation, folder.path);
	const options = { userFolder: folder.path, owner: newOwner(), more: environment };
	const api = await startFeedbackApi();
	const start = () => startOn(installation, tarball(), options);
	let instance = await start();
	return {
		api,
		credentialId: await saveCredential(instance, api),
		instance: () => instance,
		async kill() {
			process.kill(instance.pid, 'SIGKILL');
			const failure = () => 'n8n could not be killed.';
			await poll(() => instance.hasEnded(), { within: 10_000, failure });
		},
		async startAgain() {
			instance = await start();
		},
		async stop() {
			await instance.stop();
			await api.close();
			await folder.remove();
		},
	};
}
