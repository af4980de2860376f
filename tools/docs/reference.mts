import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { ResourceMapperFields } from 'n8n-workflow';
import type { Options } from 'prettier';
import type { FieldName } from '../../nodes/AmplitudeAiFeedback/mapping/feedbackItem.ts';
import { loadCredentialType, loadNodeType } from '../engine/loading.mts';
import { hostRequire } from '../shared/realm.mts';
import { choiceName, conditions, defaultOf, section, table, typeOf } from './parameters.mts';
import { FIELD_TEXTS, OUTPUT_TEXTS, PARTS_TEXT, STATUS_TEXTS } from './texts.mts';

/** The page, from the root of the package. */
export const REFERENCE_PATH = 'docs/node-reference.md';

/** The command that writes the page anew. */
export const COMMAND = 'npm run docs';

/** The page about every parameter of the built node and its credential. */
export async function reference(): Promise<string> {
	const { description, methods } = loadNodeType() as {
		description: INodeTypeDescription;
		methods: {
			localResourceMapping: { getMappingFields: () => Promise<ResourceMapperFields> };
		};
	};
	const { fields } = await methods.localResourceMapping.getMappingFields();
	const page = [
		head(description),
		...operations(description.properties),
		fieldsSection(fields),
		...optionsSection(description.properties),
		...credentialSection(),
		RESULTS,
	].join('\n\n');
	return await formatted(page);
}

function head({ displayName, name, description, version, usableAsTool }: INodeTypeDescription) {
	return `# Node reference

<!-- Made by "${COMMAND}" from the node itself. Change the texts there, not here. -->

**${displayName}** (\`${name}\`, version ${String(version)}). ${description}.${usableAsTool ? ' AI agents can use it as a tool.' : ''}

Every parameter in the order of the editor. The line under each name gives its name in a saved workflow, its type and its default.
What becomes of the values: [mapping](mapping.md). What happens when something goes wrong: [delivery](delivery.md) and
[troubleshooting](troubleshooting.md).

- [Both operations](#both-operations) · [Ingest Items](#ingest-items) · [Append Replies](#append-replies) ·
  [Fields](#fields) · [Options](#options)
- [Credential](#credential) · [Results](#results)`;
}

/** What both operations have first, then what each has alone. */
function operations(properties: readonly INodeProperties[]): string[] {
	const labels = labelsOf(properties);
	const isOfBoth = (property: INodeProperties) => conditions(property, []).length === 0;
	const shared = properties.filter((one) => isOfBoth(one) && one.name !== 'options');
	const sections = ['## Both operations', ...shared.map((one) => section(one, '###', labels))];
	const [operation] = properties;
	for (const { name, value, description } of operation?.options as INodePropertyOptions[]) {
		sections.push(`## ${name}`, `${description}.`);
		for (const property of properties) {
			const isOfThis = property.displayOptions?.show?.operation?.includes(value) === true;
			// A notice has no value; it only separates.
			if (!isOfThis || property.type === 'notice') continue;
			sections.push(section(property, '###', labels));
			if (property.type === 'collection') sections.push(PATHS, pathsTable(property));
			if (property.type === 'resourceMapper') sections.push(MAPPER);
		}
	}
	return sections;
}

const MAPPER = 'Its fields: [Fields](#fields).';
const PATHS = 'A path is the same for all rows, so it takes no expression.';

function pathsTable({ options }: INodeProperties): string {
	const rows = (options as INodeProperties[]).map((property) => [
		property.displayName,
		`\`${property.name}\``,
		defaultOf(property),
		property.description ?? '',
	]);
	return table(['field', 'name', 'path', 'meaning'], rows);
}

function fieldsSection(fields: ResourceMapperFields['fields']): string {
	const rows = fields.map(({ id, displayName }) => [
		displayName,
		`\`${id}\``,
		textOf(FIELD_TEXTS, id as FieldName),
	]);
	return `## Fields

Of an item, a message or a reply. All take text or an expression, and a field without a value is left out.

${table(['field', 'name', 'meaning'], [...rows, ['', '`conversation_parts`', PARTS_TEXT]])}

- **Map by hand**: drag each field from the input. There is no \`conversation_parts\`: choose _In an Array_ or _One per Row_ instead.
- **Map automatically**: the fields of a row with the names above are read. Other fields are left alone.
- An item needs a \`unique_id\`, and a text or a conversation. A message needs a \`unique_id\` and a text. A missing ID can be made:
  [Generate Missing IDs](#generate-missing-ids).`;
}

function optionsSection(properties: readonly INodeProperties[]): string[] {
	const options = properties.find(({ name }) => name === 'options');
	const all = (options?.options ?? []) as INodeProperties[];
	const rows = all.map((property) => [
		`[${property.displayName}](#${anchor(property.displayName)})`,
		`\`${property.name}\``,
		defaultOf(property),
		typeOf(property),
	]);
	return [
		'## Options',
		'In `options`, for both operations. They are read once, for the whole run.',
		table(['option', 'name', 'default', 'type'], rows),
		...all.map((property) => section(property, '###', labelsOf(all))),
	];
}

function credentialSection(): string[] {
	const { displayName, name, properties } = loadCredentialType();
	return [
		'## Credential',
		`**${displayName}** (\`${name}\`). Its test asks Amplitude for a list of event names. It proves the keys and the region, not the source ID.`,
		...properties.map((property) => section(property, '###', labelsOf(properties))),
	];
}

const RESULTS = `## Results

One output row for each input row, in the same order and paired with it.

${table(
	['key', 'meaning'],
	Object.entries(OUTPUT_TEXTS).map(([key, text]) => [`\`${key}\``, text]),
)}

${table(
	['status', 'meaning', 'what to do'],
	Object.entries(STATUS_TEXTS).map(([status, texts]) => [`\`${status}\``, ...texts]),
)}

With the node's setting **On Error** at _Continue (using error output)_, rows that are not \`ingested\`, \`skipped\` or \`ready\` leave on
the error output. They hold \`error\` (the status) and \`message\` (the reason), and n8n adds the fields of the input row.`;

/** Labels of the parameters and choices that others depend on. */
function labelsOf(properties: readonly INodeProperties[]) {
	return (name: string, value: unknown) => {
		const property = properties.find((candidate) => candidate.name === name);
		const options = (property?.options ?? []) as INodePropertyOptions[];
		return { label: property?.displayName ?? name, value: choiceName(options, value) };
	};
}

/** @throws Error for a field that the page has no text for */
function textOf(texts: Readonly<Record<string, string>>, name: string): string {
	const text = texts[name];
	if (text === undefined) throw new Error(`test/docs/texts.mts has no text for "${name}"`);
	return text;
}

/** The anchor of a headline, as it is made on GitHub. */
function anchor(headline: string): string {
	return headline
		.toLowerCase()
		.replace(/[^a-z0-9 -]/g, '')
		.replaceAll(' ', '-');
}

/** As `npm run format` would leave it. Prettier loads itself in parts, which jest's own realm refuses. */
async function formatted(page: string): Promise<string> {
	const { format } = hostRequire('prettier') as {
		format(text: string, options: Options): Promise<string>;
	};
	return await format(page, {
		...(hostRequire('./.prettierrc.js') as Options),
		parser: 'markdown',
	});
}
