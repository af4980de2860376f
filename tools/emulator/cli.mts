import { Command, InvalidArgumentError, Option } from 'commander';
import { isAssumed } from './api-facts.mts';
import { faultKinds } from './fault-kinds.mts';
import { describeSetting, parseSettings, SETTING_NAMES } from './settings.mts';
import type { EmulatorSettings, SettingName } from './settings.mts';

/** The default port of the program: a fixed one, so that a credential can be typed once. */
export const CLI_PORT = 5680;

/** The kinds of faults. */
export const FAULT_KINDS = faultKinds.options.map(({ shape }) => shape.kind.value);

const FAULT_HELP = `
"assumed" marks what the API's documentation leaves open; the default is a guess there.

Faults are set while it runs, by a control endpoint (GET /_control lists its routes):
  curl http://127.0.0.1:${CLI_PORT}/_control/faults -d '{"kind": "status", "status": 429,
    "headers": {"Retry-After": "2"}, "times": 3}'
  curl http://127.0.0.1:${CLI_PORT}/_control/faults -d '{"kind": "reset", "when": "after",
    "match": {"probability": 0.05, "seed": 7}, "times": "always"}'
Kinds: ${FAULT_KINDS.join(', ')}.`;

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
	for (const name of SETTING_NAMES) program.addOption(optionFor(name, defaults[name]));
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

function optionFor(name: SettingName, fallback: EmulatorSettings[SettingName]): Option {
	const { text, value, choices } = describeSetting(name);
	const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
	const option = new Option(
		value === undefined ? `--${flag}` : `--${flag} <${value}>`,
		isAssumed(name) ? `${text}; assumed` : text,
	);
	option.default(fallback, fallback === null ? 'none' : undefined);
	if (choices !== undefined) return option.choices(choices);
	if (name === 'sourceIds') return option.argParser((given: string) => given.split(','));
	const isNumber = value !== undefined && typeof fallback !== 'string';
	return isNumber ? option.argParser(readNumber) : option;
}

function readNumber(given: string): number {
	if (!/^\d+(\.\d+)?$/.test(given)) throw new InvalidArgumentError('It must be a number.');
	return Number(given);
}
