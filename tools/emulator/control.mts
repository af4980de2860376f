import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FaultQueue } from './fault-queue.mts';
import type { RequestLog } from './records.mts';
import { changeSettings } from './settings.mts';
import type { EmulatorSettings } from './settings.mts';
import type { FeedbackStore } from './store.mts';

/** What the control endpoint reads and changes. */
export interface ControlTarget {
	settings: EmulatorSettings;
	store: FeedbackStore;
	log: RequestLog;
	faults: FaultQueue;
	reset(): void;
}

/** The routes of the control endpoint, as `GET /_control` lists them. */
export const CONTROL_ROUTES = {
	'GET /_control/state': 'everything: items as stored, requests as received, faults pending',
	'GET /_control/counts': 'sources, requests and faults in numbers',
	'GET /_control/items?source_id=ID': 'the items of one source',
	'GET /_control/requests?after=ID': 'requests as received, after the one with that id',
	'GET /_control/faults': 'the faults that are not spent',
	'POST /_control/faults': 'adds a fault plan, or a list of them',
	'DELETE /_control/faults': 'drops all faults',
	'GET /_control/settings': 'the settings, without the keys',
	'PATCH /_control/settings': 'changes settings (all but the port)',
	'POST /_control/reset': 'forgets items, requests and faults, and cuts what is in flight',
};

/** Adds the control endpoint to a server. Bad input gets a 400 with `{error}`. */
export function addControl(app: FastifyInstance, controlled: ControlTarget): void {
	const { settings, store, log, faults } = controlled;
	// Whatever the Content-Type: `curl -d` calls its JSON a form.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body.length === 0 ? undefined : JSON.parse(body.toString()));
		} catch {
			done(Object.assign(new Error('The body is not valid JSON'), { statusCode: 400 }));
		}
	});
	app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) =>
		reply.code(error.statusCode ?? 500).send({ error: error.message }),
	);

	app.get('/', () => CONTROL_ROUTES);
	app.get('/counts', () => counts(controlled));
	app.get('/state', () => ({
		sources: store.snapshot(),
		requests: log.records,
		faults: faults.pending(),
	}));
	app.get<{ Querystring: { source_id?: string } }>('/items', ({ query }, reply) => {
		if (query.source_id === undefined) {
			return reply.code(400).send({ error: 'source_id is missing from the query' });
		}
		return { items: store.items(query.source_id) };
	});
	app.get<{ Querystring: { after?: string } }>('/requests', ({ query }) => ({
		requests: log.records.filter(({ id }) => id > Number(query.after ?? 0)),
	}));
	app.get('/faults', () => ({ faults: faults.pending() }));
	app.post('/faults', ({ body }, reply) =>
		orRefuse(reply, () => {
			const added = faults.addJson(body);
			return reply.code(201).send({ added });
		}),
	);
	app.delete('/faults', () => {
		faults.clear();
		return { faults: [] };
	});
	app.get('/settings', () => withoutKeys(settings));
	app.patch('/settings', ({ body }, reply) =>
		orRefuse(reply, () => {
			changeSettings(settings, body);
			return reply.send(withoutKeys(settings));
		}),
	);
	app.post('/reset', () => {
		controlled.reset();
		return { reset: true };
	});
}

function orRefuse(reply: FastifyReply, act: () => FastifyReply): FastifyReply {
	try {
		return act();
	} catch (error) {
		return reply.code(400).send({ error: error instanceof Error ? error.message : String(error) });
	}
}

function counts({ store, log, faults }: ControlTarget) {
	return {
		sources: store.counts(),
		requests: log.records.length,
		inFlight: log.inFlight,
		peakInFlight: log.peakInFlight,
		faults: faults.pending().length,
	};
}

function withoutKeys(settings: EmulatorSettings): Partial<EmulatorSettings> {
	return { ...settings, apiKey: undefined, secretKey: undefined };
}
