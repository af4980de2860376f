import { randomBytes } from 'node:crypto';
import { role } from './postgres.mts';

/** How many executions a worker runs at once; the least that n8n recommends. */
export const concurrency = 5;

/** What all processes of one n8n in queue mode have in common. */
export function queueEnvironment(ports: {
	readonly redis: number;
	readonly postgres: number;
}): NodeJS.ProcessEnv {
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64url'),
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(ports.redis),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(ports.postgres),
		DB_POSTGRESDB_USER: role,
		DB_POSTGRESDB_DATABASE: 'postgres',
		// A worker that is gone is noticed after these times; n8n's own are up to six times as long.
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
}
