// Runs inside n8n, before it: writes down each time that the event loop stood still, as a line with
// when it began (in ms since 1970) and for how long.
import { appendFile } from 'node:fs';

const INTERVAL = 5;
/** In ms; shorter ones are ordinary. */
const LEAST = 30;
const { BENCH_BLOCKS: record } = process.env;

if (record && process.argv.includes('start')) {
	let expected = Date.now() + INTERVAL;
	const look = () => {
		const now = Date.now();
		const block = now - expected;
		if (block >= LEAST) appendFile(record, `${expected} ${block}\n`, () => undefined);
		expected = now + INTERVAL;
	};
	setInterval(look, INTERVAL).unref();
}
