/*
 * Starts a tool by the name of its folder: `node tools/start.cjs demo`. Without a name it only checks
 * that Node.js is new enough and that `npm ci` has run, and says in one line what is missing. Old
 * releases of Node.js have to read this file, so it is written in ES5.
 */
'use strict';

var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '..');

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
var tool = process.argv[2];
if (message !== undefined) {
	console.error(message);
	process.exitCode = 1;
} else if (tool !== undefined) {
	require('./launch.cjs').launch(path.join(__dirname, tool, 'main.mts'));
}
