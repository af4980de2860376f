// jest loads its set-up by Node's own means, which cannot read TypeScript on Node 20.
import { tsImport } from 'tsx/esm/api';

export default async () => {
	const { findPrograms } = await tsImport('./programs.mts', import.meta.url);
	// First, as what is missing should be said before anything is built.
	findPrograms();
	const { packBeforeTests } = await tsImport('../e2e/packed.mts', import.meta.url);
	await packBeforeTests();
};
