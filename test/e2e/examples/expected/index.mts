import type { Expectation } from './expectation.mts';
import { forms } from './forms.mts';
import { helpdesks } from './helpdesks.mts';
import { stores } from './stores.mts';
import { talks } from './talks.mts';
import { zendesk } from './zendesk.mts';

/** What is expected of the examples that run as they are, by their names. */
export const expectations: Readonly<Record<string, Expectation>> = {
	...forms,
	...stores,
	...zendesk,
	...helpdesks,
	...talks,
};
