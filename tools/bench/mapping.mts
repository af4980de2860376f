/**
 * What it costs to read, normalise and validate 10,000 rows with seven plain fields, beside asking
 * n8n for each row's parameters, in one run of n8n's engine.
 *
 *     npm run build && npx tsx test/bench/mapping.mts
 */
import { startEngine } from '../engine/harness.mts';
import { mappingCost } from './mapping-cost.mts';

const ROWS = 10_000;
const { expressions } = await startEngine();
const { compiled, rowByRow } = await mappingCost(ROWS, 9);
const median = [...compiled].sort((a, b) => a - b)[4] ?? 0;
console.log(
	`Node ${process.versions.node}, expressions by n8n's engine "${expressions}", ${ROWS} rows`,
);
console.log(
	`compiled    ${median.toFixed(0)} ms (median of ${compiled.length}; first ${compiled[0]?.toFixed(0)} ms)`,
);
console.log(`row by row  ${rowByRow.toFixed(0)} ms`);
console.log(`ratio       ${(rowByRow / median).toFixed(0)}`);
