import type { WriteStream } from 'node:tty';
import { interruption } from './processes.mts';

/** Tells the user what is going on. */
export interface Reporter {
	line(text: string): void;
	/** Announces a piece of work, shows that it goes on, and says how long it took. */
	task<T>(title: string, work: () => Promise<T>): Promise<T>;
}

const plainInterval = 10_000;
const liveInterval = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function seconds(since: number, digits = 0): string {
	return `${((Date.now() - since) / 1000).toFixed(digits)} s`;
}

/** A reporter for terminals (one line that changes) and for logs (a plain line every ten seconds). */
export function createReporter(stream: WriteStream): Reporter {
	const live = stream.isTTY && process.env.CI === undefined;
	const write = (text: string) => stream.write(text);

	async function task<T>(title: string, work: () => Promise<T>): Promise<T> {
		const began = Date.now();
		let frame = 0;
		const tick = () => {
			if (!live) return write(`    ... ${seconds(began)}\n`);
			frame = (frame + 1) % frames.length;
			return write(`\r\x1b[2K${frames[frame]} ${title} (${seconds(began)})`);
		};
		if (!live) write(`  ${title}\n`);
		const timer = setInterval(tick, live ? liveInterval : plainInterval);
		const end = (mark: string, outcome: string) =>
			write(
				live
					? `\r\x1b[2K${mark} ${title} (${seconds(began, 1)})\n`
					: `    ${outcome} ${seconds(began, 1)}\n`,
			);
		try {
			const result = await work();
			end('✔', 'done in');
			return result;
		} catch (error) {
			end('✖', interruption.aborted ? 'stopped after' : 'failed after');
			throw error;
		} finally {
			clearInterval(timer);
		}
	}

	return { line: (text) => void write(`${text}\n`), task };
}
