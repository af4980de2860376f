import { expect, test } from '@jest/globals';
import { useEmulator } from '../../support/emulator.mts';
import { items, responseFor, tickets } from '../../fixtures/sources/freshdesk.mts';
import { statuses } from '../../../tools/engine/feedback.mts';
import { deliverTwice, exampleParameters, hints } from './delivering.mts';
import { editFields, httpRequest, rowsOf } from './upstream.mts';

const emulator = useEmulator();
const upstream = [
	rowsOf('Tickets'),
	httpRequest('Conversations', ({ id }) => responseFor(id)),
	editFields({ requester: tickets[0]!.requester }),
];

test('Freshdesk tickets are sent with their public messages, also those that have none', async () => {
	const parameters = exampleParameters('freshdesk-tickets');
	const { result, stored } = await deliverTwice(emulator(), tickets, parameters, { upstream });

	expect(stored).toStrictEqual(items);
	expect(result.success.map(({ json }) => json.unique_id)).toStrictEqual(['20', '21']);
	expect(statuses(result)).toStrictEqual(['ingested', 'ingested']);
	expect(hints(result)).toStrictEqual([
		'2 of 2 rows ingested in 1 request; 1 message without text left out; 1 message left out by the format.',
	]);
});
