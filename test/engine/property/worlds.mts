import type { EmulatorSettings } from '../../../tools/emulator/settings.mts';

/** One way in which the API may turn out to be where its documentation is silent. */
export interface World {
	settings: Partial<EmulatorSettings>;
	/**
	 * Whether its answers can show which part of an item failed. Where `errors` names the item for a
	 * part that failed alone, or the part for an item that failed with it, no client can tell, and
	 * nothing can be asked about such an item but that it is answered.
	 */
	ambiguousParts?: boolean;
	/** Whether it answers in a way that only a spent budget ends; such runs get a small one. */
	wearing?: boolean;
}

/** Each case of the property test lives in one of these. */
export const WORLDS: readonly World[] = [
	{ settings: {} },
	{ settings: { maxBytes: 4_000, maxBodyLength: 600, statusPartlyFailed: 207 } },
	{
		settings: {
			maxBytes: 6_000,
			maxBodyLength: 40,
			badPartFails: 'part',
			partErrorNames: 'part',
			ingestedCounts: 'items-and-parts',
			invalidItem: 'item',
			statusPartlyFailed: 400,
		},
	},
	{
		settings: {
			maxBytes: 2_500,
			maxBodyLength: 300,
			badPartFails: 'part',
			partErrorNames: 'part',
			statusPartlyFailed: 200,
			statusTooLarge: 400,
			statusBadRequest: 422,
		},
	},
	{
		settings: {
			maxBodyLength: 200,
			ingestedCounts: 'items-and-parts',
			invalidItem: 'item',
			statusPartlyFailed: 422,
			responseDelayMs: 15,
		},
	},
	{ settings: { maxBytes: 5_000, statusTooLarge: 500 }, wearing: true },
	{
		settings: { maxBodyLength: 100, badPartFails: 'item', partErrorNames: 'part' },
		ambiguousParts: true,
	},
	{
		settings: { maxBodyLength: 100, badPartFails: 'part', partErrorNames: 'item' },
		ambiguousParts: true,
	},
];
