// Loaded into every Node.js process that `.ci/bare` starts: connections to other hosts than this
// machine and npm's registry are refused and noted down.
'use strict';

const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const allowed = new Set(['localhost', '127.0.0.1', '::1', ...process.env.BARE_HOSTS.split(' ')]);
const connect = Socket.prototype.connect;

function hostOf([first, second]) {
	// Node's own callers pass their arguments as one array.
	if (Array.isArray(first)) return hostOf(first);
	if (typeof first === 'object' && first !== null) return first.path ? undefined : first.host;
	return typeof second === 'string' ? second : undefined;
}

Socket.prototype.connect = function (...args) {
	const host = hostOf(args) || 'localhost';
	if (allowed.has(host)) return connect.apply(this, args);
	appendFileSync(process.env.BARE_REFUSED, `${host} (${process.argv.slice(1, 3).join(' ')})\n`);
	const error = new Error(`connect ECONNREFUSED ${host}: only npm's registry may be reached`);
	process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
	return this;
};
