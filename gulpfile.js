const { dest, parallel, src } = require('gulp');

/** Icons keep their folder: the descriptions name them relative to the compiled files. */
const icons = () => src('icons/*.svg').pipe(dest('dist/icons'));

/** The codex is what n8n's node search reads: categories, aliases, links. */
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/** The schemas are what n8n shows of the output before the node has run. */
const schemas = () => src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));

exports.assets = parallel(icons, codex, schemas);
