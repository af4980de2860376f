import { Command, InvalidArgumentError, Option } from 'commander';
import { choicesOf, parseSettings, SETTING_HELP } from './settings.mts';
import type { EmulatorSettings } from './settings.mts';

/** The default port of the program: a fixed one, so that a credential can be typed once. */
export const CLI_PORT = 5680;

const FAULT_HELP = `
"assumed" marks what the API's documentation leaves open; the default is a guess there.

Faults are set while it runs, by a control endpoint (GET /_control lists its routes):
  curl http://127.0.0.1:${CLI_PORT}/_control/faults -d '{"kind": "status", "status": 429,
    "headers": {"Retry-After": "2"}, "times": 3}'
  curl http://127.0.0.1:${CLI_PORT}/_control/faults -d '{"kind": "reset", "when": "after",
    "match": {"probability": 0.05, "seed": 7}, "times": "always"}'
Kinds: status, response, reset, stall, delay, trickle, endless, html, empty, truncated, redirect,
errors.`;

/** The command line of the emulator: one option a setting, named after it. */
export function buildProgram(): Command {
	const program = new Command('emulator')
		.description(
			"Amplitude's AI Feedback API on this computer, built from its public documentation. " +
				'A page shows what arrived.',
		)
		.helpOption('-h, --help', 'show this help')
		.addHelpText('after', FAULT_HELP)
		.allowExcessArguments(false);
	const defaults: EmulatorSettings = { ...parseSettings({}), port: CLI_PORT };
	for (const key of settingKeys()) program.addOption(optionFor(key, defaults[key]));
	return program;
}

/**
 * Reads the arguments (without node and script).
 * @throws Error for a setting that is not allowed; commander itself ends on unknown options.
 */
export function readSettings(program: Command, argv: string[]): EmulatorSettings {
	program.parse(argv, { from: 'user' });
	return parseSettings(program.opts<Partial<EmulatorSettings>>());
}

function settingKeys(): Array<keyof EmulatorSettings> {
	return Object.keys(SETTING_HELP) as Array<keyof EmulatorSettings>;
}

function optionFor(key: keyof EmulatorSettings, fallback: EmulatorSettings[typeof key]): Option {
	const { assumed, value, text } = SETTING_HELP[key];
	const flag = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
	const option = new Option(`--${flag} <${value}>`, assumed ? `${text}; assumed` : text);
	if (fallback !== null) option.default(fallback);
	const choices = choicesOf(key);
	if (choices !== undefined) return option.choices(choices);
	if (key === 'sourceIds') return option.argParser((given: string) => given.split(','));
	return typeof fallback === 'string' ? option : option.argParser(wholeNumber);
}

function wholeNumber(given: string): number {
	if (!/^\d+$/.test(given)) throw new InvalidArgumentError('It must be a whole number.');
	return Number(given);
}
