/** `npx tsx tools/emulator/main.mts`: runs the emulator until Ctrl-C. */
import { buildProgram, readSettings } from './cli.mts';
import { startEmulator } from './server.mts';
import type { Emulator } from './server.mts';
import { parseSettings } from './settings.mts';
import type { EmulatorSettings } from './settings.mts';

const program = buildProgram();
const emulator = await start(settingsFrom(process.argv.slice(2)));
process.stdout.write(`${greeting(emulator)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		void emulator.close().then(() => process.stdout.write('The emulator has stopped.\n'));
	});
}

function settingsFrom(argv: string[]): EmulatorSettings {
	try {
		return readSettings(program, argv);
	} catch (error) {
		return program.error(error instanceof Error ? error.message : String(error));
	}
}

async function start(given: EmulatorSettings): Promise<Emulator> {
	try {
		return await startEmulator(given);
	} catch (error) {
		const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
		const message = error instanceof Error ? error.message : String(error);
		return program.error(
			taken
				? `Port ${given.port} is taken by another program. Choose another one with --port.`
				: `The emulator cannot start: ${message}`,
		);
	}
}

function greeting({ url, settings: used }: Emulator): string {
	const usual = parseSettings({});
	// Its own keys are no secret; keys that were given might be.
	const key = used.apiKey === usual.apiKey ? usual.apiKey : 'as given with --api-key';
	const secret =
		used.secretKey === usual.secretKey ? usual.secretKey : 'as given with --secret-key';
	return [
		'The AI Feedback emulator is running. Stop it with Ctrl-C.',
		'',
		`  Page        ${url}/`,
		`  API         ${url} (in the n8n credential: region "Custom", this as base URL)`,
		`  API key     ${key}`,
		`  Secret key  ${secret}`,
		`  Faults      ${url}/_control`,
	].join('\n');
}
