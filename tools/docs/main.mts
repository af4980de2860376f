/** Writes docs/node-reference.md from the built node. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../shared/folders.mts';
import { reference, REFERENCE_PATH } from './reference.mts';

await writeFile(join(packageRoot, REFERENCE_PATH), await reference());
console.log(`Written: ${REFERENCE_PATH}`);
