// For the tests with zod 4: what the source of the package imports as zod is zod 4.
const { join, sep } = require('node:path');

const source = join(__dirname, '..', '..', 'nodes') + sep;

module.exports = (request, options) => {
	const isFromSource = (options.basedir + sep).startsWith(source);
	return options.defaultResolver(request === 'zod' && isFromSource ? 'zod4' : request, options);
};
