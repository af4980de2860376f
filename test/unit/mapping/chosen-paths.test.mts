import { expect, test } from '@jest/globals';
import { API_PATHS } from '../../../nodes/AmplitudeAiFeedback/mapping/messages.ts';
import { readPaths } from '../../../nodes/AmplitudeAiFeedback/mapping/messagePaths.ts';

test('without a choice the fields have the names of the API', () => {
	for (const chosen of [{}, undefined, null, '']) expect(readPaths(chosen)).toEqual(API_PATHS);
});

test('with a choice only the chosen fields are read', () => {
	const paths = readPaths({ unique_id: 'id', body: ' comment.plain_body\n', user_id: 7 });
	expect(paths).toEqual({
		unique_id: 'id',
		body: 'comment.plain_body',
		author: '',
		email: '',
		user_id: '',
		created_at: '',
		url: '',
	});
});
