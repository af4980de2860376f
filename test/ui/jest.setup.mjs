// jest loads its set-up by Node's own means, which cannot read TypeScript on Node 20.
import { tsImport } from 'tsx/esm/api';

export default async () => {
	// First, as the rest takes its time.
	const { chromiumPath } = await tsImport('./browser.mts', import.meta.url);
	chromiumPath();
	const { packBeforeTests } = await tsImport('../e2e/packed.mts', import.meta.url);
	await packBeforeTests();
};
