import type { WriteStream } from 'node:tty';
import { interruption } from '../editor/n8n/interruption.mts';

/** Adds a word on how far the work has come. */
export type Update = (detail: string) => void;

/** Tells the user what is going on. */
export interface Reporter {
	line(text: string): void;
	/** Announces a piece of work, shows that it goes on, and says how long it took. */
	task<T>(title: string, work: (update: Update) => Promise<T>): Promise<T>;
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

	async function task<T>(title: string, work: (update: Update) => Promise<T>): Promise<T> {
		const began = Date.now();
		let detail = '';
		let frame = 0;
		const state = () => [seconds(began), detail].filter((part) => part !== '').join(', ');
		const tick = () => {
			if (!live) return write(`    ... ${state()}\n`);
			frame = (frame + 1) % frames.length;
			return write(`\r\x1b[2K${frames[frame]} ${title} (${state()})`);
		};
		if (!live) write(`  ${title}\n`);
		const timer = setInterval(tick, live ? liveInterval : plainInterval);
		const end = (mark: string, plain: string) =>
			write(live ? `\r\x1b[2K${mark} ${title} (${seconds(began, 1)})\n` : plain);
		try {
			const result = await work((text) => (detail = text));
			end('✔', `    done in ${seconds(began, 1)}\n`);
			return result;
		} catch (error) {
			const outcome = interruption.aborted ? 'stopped' : 'failed';
			end('✖', `    ${outcome} after ${seconds(began, 1)}\n`);
			throw error;
		} finally {
			clearInterval(timer);
		}
	}

	return { line: (text) => void write(`${text}\n`), task };
}
