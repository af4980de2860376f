import fc from 'fast-check';
import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';

/** One way in which the API may turn out to be where its documentation is silent. */
export type ApiSettings = Partial<EmulatorSettings>;

/** Random APIs: limits, statuses, what fails with a message, whom errors name, what is counted. */
export const apis: fc.Arbitrary<ApiSettings> = fc.record({
	maxBytes: fc.constantFrom(2_500, 4_000, 6_000, 5_000_000, 5_000_000, 5_000_000),
	maxBodyLength: fc.constantFrom(null, null, 40, 100, 300, 600),
	invalidItem: fc.constantFrom('request', 'item'),
	badPartFails: fc.constantFrom('item', 'item', 'part'),
	partErrorNames: fc.constantFrom('item', 'item', 'part'),
	ingestedCounts: fc.constantFrom('items', 'items-and-parts'),
	statusPartlyFailed: fc.constantFrom(200, 200, 207, 400, 422),
	statusTooLarge: fc.constantFrom(413, 413, 413, 413, 400, 500),
	statusBadRequest: fc.constantFrom(400, 422),
	responseDelayMs: fc.constantFrom(0, 0, 15),
});

/**
 * Whether errors name something else than what failed: the item for a message that failed alone, or
 * the message for an item that failed with it. No client can tell then which of the two it was.
 */
export function misnamesMessages({ badPartFails, partErrorNames }: ApiSettings): boolean {
	return badPartFails !== partErrorNames;
}

/** Whether what is too large gets a status that says nothing about it; only a spent budget ends that. */
export function hidesSizeLimit({ statusTooLarge, maxBytes }: ApiSettings): boolean {
	return statusTooLarge === 500 && maxBytes !== 5_000_000;
}
