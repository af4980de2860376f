import { z } from 'zod';

/** A test of a report. */
export interface ReportedTest {
	/** Of the blocks around it, the outermost first; with Playwright, of its project. */
	readonly blocks: readonly string[];
	readonly isPassed: boolean;
}

const jestReport = z.object({
	testResults: z.array(
		z.object({
			assertionResults: z.array(
				z.object({ ancestorTitles: z.array(z.string()), status: z.string() }),
			),
		}),
	),
});

const playwrightSpec = z.object({
	ok: z.boolean(),
	tests: z.array(z.object({ projectName: z.string() })),
});
const playwrightReport = z.object({
	// Blocks within files would be suites within suites; there are none.
	suites: z.array(z.object({ specs: z.array(playwrightSpec) })),
});

/**
 * Reads the tests of a JSON report of Jest or Playwright.
 *
 * @throws ZodError if it is neither
 */
export function testsOf(report: unknown): ReportedTest[] {
	const jest = jestReport.safeParse(report);
	if (jest.success) {
		return jest.data.testResults.flatMap(({ assertionResults }) =>
			assertionResults.map(({ ancestorTitles, status }) => ({
				blocks: ancestorTitles,
				isPassed: status === 'passed',
			})),
		);
	}
	return playwrightReport
		.parse(report)
		.suites.flatMap(({ specs }) =>
			specs.flatMap(({ ok, tests }) =>
				tests.map(({ projectName }) => ({ blocks: [projectName], isPassed: ok })),
			),
		);
}
