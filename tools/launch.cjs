'use strict';

const { pathToFileURL } = require('node:url');

/**
 * Runs a program written in TypeScript, in this process: signals reach it at once, and so does Ctrl-C.
 * It sees the arguments behind its name.
 */
exports.launch = async (file) => {
	process.argv.splice(1, 2, file);
	await import('tsx');
	await import(pathToFileURL(file).href);
};
