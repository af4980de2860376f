/*
 * Runs before a tool, on whatever Node.js there is: so it is written in JavaScript that old releases
 * read too. It says in one line what is missing.
 */
'use strict';

var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '..', '..');

function isOlder(version, least) {
	var have = version.split('.').map(Number);
	var want = least.split('.').map(Number);
	return have[0] < want[0] || (have[0] === want[0] && have[1] < want[1]);
}

function missing() {
	var least = require(path.join(root, 'package.json')).engines.node.replace('>=', '');
	if (isOlder(process.versions.node, least)) {
		return 'This needs Node.js ' + least + ' or newer, and runs on ' + process.versions.node + '.';
	}
	if (!fs.existsSync(path.join(root, 'node_modules', 'tsx', 'package.json'))) {
		return 'The development dependencies are not installed. Run "npm ci" first.';
	}
	return undefined;
}

var message = missing();
if (message !== undefined) {
	console.error(message);
	process.exitCode = 1;
}
