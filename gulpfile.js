const { build } = require('esbuild');
const { dest, parallel, src } = require('gulp');
const { readdir, readFile, writeFile } = require('node:fs/promises');
const { join } = require('node:path');

/** Icons keep their folder: the descriptions name them relative to the compiled files. */
const icons = () => src('icons/*.svg').pipe(dest('dist/icons'));

/** The codex is what n8n's node search reads: categories, aliases, links. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/** The schemas are what n8n shows of the output before the node has run. */
const schemas = () => src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));

const MODULE = 'nodes/AmplitudeAiFeedback/mapping/htmlToText';

/**
 * Bundles the module that turns HTML into text with the packages it needs, as a published node has no
 * dependencies, and puts their licences beside it. n8n allows no console in a node.
 */
const bundle = async () => {
	const { metafile } = await build({
		entryPoints: [`${MODULE}.mts`],
		outfile: `dist/${MODULE}.js`,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		minifyWhitespace: true,
		minifySyntax: true,
		drop: ['console'],
		legalComments: 'none',
		metafile: true,
	});
	await writeFile(`dist/${MODULE}.LICENSES.txt`, await licences(Object.keys(metafile.inputs)));
};

/** The licences of the packages that these files are from. */
async function licences(files) {
	const folders = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
	const texts = [...new Set(folders)]
		.sort()
		.filter(Boolean)
		.map(async (folder) => {
			const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
			const licence = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
			if (licence === undefined) throw new Error(`${folder} has no licence to ship.`);
			return `${name} ${version}\n\n${(await readFile(join(folder, licence), 'utf8')).trim()}\n`;
		});
	return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

exports.assets = parallel(icons, codex, schemas, bundle);
