// Runs inside n8n, before it: writes down what the code of the package under test requires, and which
// file Node takes for it. So tests see where a dependency truly comes from, with n8n's own paths.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { E2E_REQUIRES_RECORD: record, E2E_REQUIRES_PACKAGE: name } = process.env;
const inPackage = `/node_modules/${name}/`;

registerHooks({
	resolve(request, context, nextResolve) {
		const resolved = nextResolve(request, context);
		if (record && context.parentURL?.includes(inPackage)) {
			appendFileSync(record, `${JSON.stringify({ request, url: resolved.url })}\n`);
		}
		return resolved;
	},
});
