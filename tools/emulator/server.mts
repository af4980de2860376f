import { setMaxListeners } from 'node:events';
import { fastify } from 'fastify';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { handleRequest } from './endpoints.mts';
import type { ApiState } from './endpoints.mts';
import { addControl } from './control.mts';
import { FaultQueue } from './fault-queue.mts';
import { RequestQuota, SharedLine } from './limits.mts';
import { Listener } from './listener.mts';
import { parseQuery, renderPage } from './page/page.mts';
import { RequestLog } from './records.mts';
import type { Endpoint, RequestRecord } from './records.mts';
import { parseSettings } from './settings.mts';
import type { EmulatorSettings } from './settings.mts';
import { FeedbackStore } from './store.mts';

/** The documented path of the ingest endpoint. */
export const INGEST_PATH = '/api/1/ai-feedback/ingest';
/** The Dashboard REST API's read-only endpoint that proves keys. */
export const EVENTS_PATH = '/api/2/events/list';

/** A running emulator. */
export interface Emulator {
	/** Where it listens, without a slash at the end. */
	readonly url: string;
	/** Read for each request, so they can change while it runs. */
	readonly settings: EmulatorSettings;
	readonly store: FeedbackStore;
	/** Every request to the API in order of arrival; the page and the control are not in it. */
	readonly requests: readonly RequestRecord[];
	readonly faults: FaultQueue;
	/** Numbers of requests in flight: now, and the most there ever were. */
	readonly log: Pick<RequestLog, 'inFlight' | 'peakInFlight'>;
	/** Forgets items, requests and faults, and cuts what is in flight. Settings stay. */
	reset(): void;
	/** Ends the server, and every connection with it, stalled ones too. */
	close(): Promise<void>;
}

/**
 * Starts the emulator on 127.0.0.1.
 * @throws Error for a bad setting; Node's own error (`EADDRINUSE`) where the port is taken.
 */
export async function startEmulator(given: Partial<EmulatorSettings> = {}): Promise<Emulator> {
	let life = newLife();
	const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
	const listener = new Listener(app.server);
	const state = {
		settings: parseSettings(given),
		store: new FeedbackStore(),
		log: new RequestLog(),
		faults: new FaultQueue(listener),
		quota: new RequestQuota(),
		line: new SharedLine(),
		life: life.signal,
	};
	const reset = () => {
		const old = life;
		life = newLife();
		state.life = life.signal;
		state.quota = new RequestQuota();
		state.line = new SharedLine();
		old.abort();
		state.store.clear();
		state.log.clear();
		state.faults.clear();
	};

	addApi(app, state);
	app.get('/', ({ query }, reply) =>
		reply
			.type('text/html; charset=utf-8')
			.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
			.send(renderPage(state, parseQuery(query))),
	);
	app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
	app.register(
		(control, _options, done) => {
			addControl(control, { ...state, reset });
			done();
		},
		{ prefix: '/_control' },
	);

	const url = await app.listen({ host: '127.0.0.1', port: state.settings.port });
	return {
		url,
		settings: state.settings,
		store: state.store,
		requests: state.log.records,
		faults: state.faults,
		log: state.log,
		reset,
		close: async () => {
			life.abort();
			await listener.restore();
			await app.close();
		},
	};
}

function newLife(): AbortController {
	const life = new AbortController();
	// One listener a request in flight, however many those are.
	setMaxListeners(0, life.signal);
	return life;
}

function addApi(app: FastifyInstance, state: ApiState): void {
	const add = (method: HTTPMethods[], url: string, endpoint: Endpoint) =>
		app.route({
			method,
			url,
			// In the first hook, because Fastify checks the Content-Type before a handler runs.
			onRequest: async (request, reply) => {
				reply.hijack();
				await handleRequest(state, endpoint, request.raw, reply.raw);
			},
			handler: () => undefined,
		});
	add(['POST'], INGEST_PATH, 'ingest');
	add(['GET'], EVENTS_PATH, 'events-list');
	add(['GET', 'POST'], '/login', 'login');
	add(app.supportedMethods, '/*', 'other');
}
