/** One measurement: a way, in circumstances, in a process that has done nothing else before. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { packageRoot } from '../shared/folders.mts';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import type { Reporter } from '../shared/reporter.mts';
import { benchRows, toItem } from './bench-rows.mts';
import { figuresOf, type Figures } from './figures.mts';
import { isThorough, type Setting } from './matrix.mts';
import { median } from '../shared/median.mts';
import { atRest, cpuTime, forgetPeak, peakMemory } from './usage.mts';
import { AGAIN, MAPPED_BEFORE, nodesOf, type Way } from './ways.mts';
import { SENDING, workflowOf } from './workflow.mts';

/** What was measured; a way that could not finish says why. */
export interface Measurement extends Figures {
	/** Time of the nodes that pack and send, in ms. */
	duration: number;
	/** The same when run again in the same process; not for ways that take long. */
	again?: number;
	/** Processor time of n8n and its helpers for the whole run, in ms. */
	cpu: number;
	/** Peak memory of n8n's process in the run, in bytes. */
	peak: number;
}

export type Outcome = Measurement | { stopped: string };

/** The longest that a way may take, in ms. */
const PATIENCE = 120_000;
/** What takes longer, in ms, is not run again in the same n8n. */
const QUICK = 5_000;

/** What every measurement needs: the packed node, the sink's address, and whom to tell. */
export interface Tools {
	tarball: string;
	sink: string;
	reporter: Reporter;
}

/** Runs a way in an n8n that has run nothing yet, once it has come to rest after its start. */
export async function measureInN8n(
	way: Way,
	setting: Setting,
	{ tarball, sink, reporter }: Tools,
): Promise<Outcome> {
	const installation = await prepareN8n(setting.n8n, reporter);
	const instance = await startInstance(installation, tarball, {
		N8N_CUSTOM_EXTENSIONS: join(packageRoot, 'tools', 'bench', 'helper-node'),
	});
	try {
		const workflow = await prepare(instance, way, setting, sink);
		await atRest(instance.pid);
		return await measureIn(instance, workflow, setting, sink);
	} catch (error) {
		if (instance.hasEnded()) return { stopped: 'n8n ended: out of memory' };
		throw error;
	} finally {
		await instance.stop();
	}
}

async function measureIn(
	{ pid, rest }: Instance,
	workflow: string,
	setting: Setting,
	sink: string,
): Promise<Outcome> {
	const { delay } = setting;
	await request(`${sink}/reset?delay=${delay}`, { method: 'POST' });
	await forgetPeak(pid);
	const cpuBefore = await cpuTime(pid);
	const id = await rest.startWorkflow(workflow, 'Start');
	if (!(await within(rest.ended(id)))) return { stopped: `not done after ${PATIENCE / 1000} s` };
	const cpu = (await cpuTime(pid)) - cpuBefore;
	const peak = await peakMemory(pid);
	const figures = await figuresOf(sink);
	const { error, errorDescription, durationMs } = await rest.finished(id);
	if (error !== undefined) return { stopped: [error, errorDescription].filter(Boolean).join(': ') };
	const duration = timeOf(durationMs);
	const again: number[] = [];
	while (isThorough(setting) && duration < QUICK && again.length < AGAIN) {
		const next = await rest.startWorkflow(workflow, 'Start');
		await rest.ended(next);
		again.push(timeOf((await rest.finished(next)).durationMs));
	}
	return { duration, ...(again.length > 0 && { again: median(again) }), cpu, peak, ...figures };
}

function timeOf(durationMs: (node: string) => number): number {
	return SENDING.reduce((sum, node) => sum + durationMs(node), 0);
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
	const given = MAPPED_BEFORE.includes(way) ? made.map(toItem) : made;
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

/** Whether it ends in time. */
async function within(work: Promise<void>): Promise<boolean> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<boolean>((done) => {
		timer = setTimeout(() => done(false), PATIENCE);
	});
	try {
		return await Promise.race([work.then(() => true), timeout]);
	} finally {
		clearTimeout(timer);
	}
}

/** The floor, or without a sink the limit; see `raw.mts`. */
export async function measureRaw(setting: Setting, sink?: string): Promise<Measurement> {
	const { rows, bodies, delay } = setting;
	if (sink !== undefined) await request(`${sink}/reset?delay=${delay}`, { method: 'POST' });
	const again = String(isThorough(setting) ? AGAIN : 0);
	const script = ['--import', 'tsx', 'tools/bench/raw.mts', String(rows), bodies, again];
	const { stdout } = await promisify(execFile)(
		process.execPath,
		sink === undefined ? script : [...script, sink],
		{ cwd: packageRoot },
	);
	return JSON.parse(stdout) as Measurement;
}
