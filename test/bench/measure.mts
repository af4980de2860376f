/** One measurement: a way, in circumstances, in a process that has done nothing else before. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { packageRoot } from '../n8n/folders.mts';
import { startInstance, type Instance } from '../n8n/instance.mts';
import { prepareN8n } from '../n8n/prepare.mts';
import type { Reporter } from '../n8n/report.mts';
import { benchRows, toItem } from './bench-rows.mts';
import type { Setting } from './matrix.mts';
import { cpuTime, forgetPeak, peakMemory } from './usage.mts';
import { nodesOf, type Way } from './ways.mts';
import { SENDING, workflowOf } from './workflow.mts';

/** What was measured; a way that could not finish says why. */
export interface Measurement {
	/** Time of the nodes that pack and send, in ms. */
	duration: number;
	/** Processor time of n8n and its helpers for the whole run, in ms. */
	cpu: number;
	/** Peak memory of n8n's process in the run, in bytes. */
	peak: number;
	requests: number;
	bytes: number;
	connections: number;
}

export type Outcome = Measurement | { stopped: string };

/** The longest that a way may take, in ms. */
const PATIENCE = 240_000;

/** Runs a way in a fresh n8n. */
export async function measureInN8n(
	way: Way,
	setting: Setting,
	{ tarball, sink, reporter }: { tarball: string; sink: string; reporter: Reporter },
): Promise<Outcome> {
	const installation = await prepareN8n(setting.n8n, reporter);
	const instance = await startInstance(installation, tarball);
	try {
		const workflow = await prepare(instance, way, setting, sink);
		await request(`${sink}/reset?delay=${setting.delay}`, { method: 'POST' });
		await forgetPeak(instance.pid);
		const cpuBefore = await cpuTime(instance.pid);
		const run = await within(instance.rest.runWorkflow(workflow, 'Start'));
		const cpu = (await cpuTime(instance.pid)) - cpuBefore;
		const peak = await peakMemory(instance.pid);
		if (run === undefined) return { stopped: `not done after ${PATIENCE / 1000} s` };
		if (run.error !== undefined) return { stopped: run.error };
		const duration = SENDING.reduce((sum, node) => sum + run.durationMs(node), 0);
		return { duration, cpu, peak, ...(await figuresOf(sink)) };
	} catch (error) {
		return { stopped: instance.hasEnded() ? 'n8n ended: out of memory' : String(error) };
	} finally {
		await instance.stop();
	}
}

async function prepare(
	instance: Instance,
	way: Way,
	{ rows, bodies, delay }: Setting,
	url: string,
): Promise<string> {
	const { rest, filesFolder } = instance;
	const made = benchRows(rows, bodies);
	const file = join(filesFolder, 'rows.json');
	const given = way === 'this node, automatic' ? made.map(toItem) : made;
	await writeFile(file, JSON.stringify({ rows: given }));
	const keys = { apiKey: 'bench-api-key', secretKey: 'bench-secret-key' };
	const feedbackCredential = await rest.createCredential({
		name: 'Feedback',
		type: 'amplitudeAiFeedbackApi',
		data: { ...keys, region: 'custom', baseUrl: url },
	});
	const basicCredential = await rest.createCredential({
		name: 'Basic',
		type: 'httpBasicAuth',
		data: { user: keys.apiKey, password: keys.secretKey },
	});
	const target = { url, delay, feedbackCredential, basicCredential };
	return await rest.createWorkflow(workflowOf(file, nodesOf(way, target)));
}

async function within<T>(work: Promise<T>): Promise<T | undefined> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<undefined>((done) => {
		timer = setTimeout(() => done(undefined), PATIENCE);
	});
	try {
		return await Promise.race([work, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

async function figuresOf(sink: string) {
	const { body } = await request(`${sink}/figures`);
	return (await body.json()) as Pick<Measurement, 'requests' | 'bytes' | 'connections'>;
}

/** The floor, or without a sink the limit; see `raw.mts`. */
export async function measureRaw(
	{ rows, bodies, delay }: Setting,
	sink?: string,
): Promise<Outcome> {
	if (sink !== undefined) await request(`${sink}/reset?delay=${delay}`, { method: 'POST' });
	const script = ['--import', 'tsx', 'test/bench/raw.mts', String(rows), bodies];
	const { stdout } = await promisify(execFile)(
		process.execPath,
		sink === undefined ? script : [...script, sink],
		{ cwd: packageRoot() },
	);
	const figures = JSON.parse(stdout) as Measurement;
	return sink === undefined
		? { ...figures, requests: 0, connections: 0 }
		: { ...figures, ...(await figuresOf(sink)) };
}
