/** One measurement: one way in one setting, in a process that has done nothing else before. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execaNode } from 'execa';
import { packageRoot } from '../shared/folders.mts';
import { startInstance, type Instance } from '../editor/n8n/instance.mts';
import { prepareN8n } from '../editor/n8n/prepare.mts';
import type { Reporter } from '../shared/reporter.mts';
import { benchRows, toItem } from './rows.mts';
import { isThorough, type Setting } from './settings.mts';
import { resetSink, sinkFigures, type SinkFigures } from './sink.mts';
import { median } from '../shared/median.mts';
import { atRest, cpuTime, resetPeak, peakMemory } from './process-usage.mts';
import { AGAIN, MAPPED_BEFORE, nodesOf, type Target, type Way } from './ways.mts';
import { SENDING, workflowOf } from './workflow.mts';

/** What was measured. */
export interface Measurement extends SinkFigures {
	/** Time of the nodes that pack and send, in ms. */
	duration: number;
	/** The same when run again in the same process; not for ways that take long. */
	again?: number;
	/** Processor time of n8n and its helpers for the whole run, in ms. */
	cpu: number;
	/** Peak memory of n8n's process in the run, in bytes. */
	peak: number;
}

/** A measurement, or why the way did not finish. */
export type Outcome = Measurement | { stopped: string };

/** In ms; a way that takes longer is stopped. */
const TIMEOUT = 120_000;
/** In ms; a way that takes longer is not run again in the same n8n. */
const QUICK = 5_000;

/** What every measurement needs: the packed node, the sink's address, and where to report progress. */
export interface Tools {
	tarball: string;
	sink: string;
	reporter: Reporter;
}

/** Runs a way in a new n8n, once its memory has settled after the start. */
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
	await resetSink(sink, delay);
	await resetPeak(pid);
	const cpuBefore = await cpuTime(pid);
	const id = await rest.startWorkflow(workflow, 'Start');
	const hasEnded = rest.ended(id).then(() => true);
	if (!(await Promise.race([hasEnded, sleep(TIMEOUT, false, { ref: false })]))) {
		return { stopped: `not done after ${TIMEOUT / 1000} s` };
	}
	const cpu = (await cpuTime(pid)) - cpuBefore;
	const peak = await peakMemory(pid);
	const figures = await sinkFigures(sink);
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

/** Makes a way's workflow in an n8n, with its rows and credentials. @returns its ID */
export async function prepare(
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
	return await rest.createWorkflow(
		workflowOf(file, nodesOf(way, await targetOf(instance, url, delay))),
	);
}

/** Saves the credentials that ways need in an n8n. @param delay the API's response time, in ms */
export async function targetOf({ rest }: Instance, url: string, delay: number): Promise<Target> {
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
	return { url, delay, feedbackCredential, basicCredential };
}

/** Measures the floor, or without a sink the limit; see `baseline.mts`. */
export async function measureBaseline(setting: Setting, sink?: string): Promise<Measurement> {
	const { rows, bodies, delay } = setting;
	if (sink !== undefined) await resetSink(sink, delay);
	const again = String(isThorough(setting) ? AGAIN : 0);
	const parameters = [String(rows), bodies, again, ...(sink === undefined ? [] : [sink])];
	const { stdout } = await execaNode(
		join(packageRoot, 'tools', 'bench', 'baseline.mts'),
		parameters,
		{ nodeOptions: ['--import', 'tsx'] },
	);
	return JSON.parse(stdout) as Measurement;
}
