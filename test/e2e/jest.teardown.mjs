import { tsImport } from 'tsx/esm/api';

export default async () => {
	const { removePacked } = await tsImport('./packed.mts', import.meta.url);
	await removePacked();
};
