// jest loads its set-up by Node's own means, which cannot read TypeScript on Node 20.
import { tsImport } from 'tsx/esm/api';

export default async () => {
	const { packBeforeTests, testedVersions } = await tsImport('./packed.mts', import.meta.url);
	await packBeforeTests(testedVersions());
};
