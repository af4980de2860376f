/** `npm run docs`: writes the node reference anew from the built node. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../shared/realm.mts';
import { reference, REFERENCE_PATH } from './reference.mts';

await writeFile(join(packageRoot, REFERENCE_PATH), await reference());
console.log(`Written: ${REFERENCE_PATH}`);
