import { ensureInstalled, type Installation } from './install.mts';
import type { Reporter } from '../../shared/reporter.mts';
import { ensureTemplate } from './template.mts';
import { n8nRelease } from './versions.mts';

/** Makes an n8n ready to be started: installs it where it is missing, and lets it set itself up. */
export async function prepareN8n(
	version: string | undefined,
	reporter: Reporter,
): Promise<Installation> {
	const installation = await ensureInstalled(n8nRelease(version), reporter);
	await ensureTemplate(installation, reporter);
	return installation;
}
