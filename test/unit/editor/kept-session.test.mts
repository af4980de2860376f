import { describe, expect, test } from '@jest/globals';
import { scenarios } from '../../../tools/demo/scenarios/index.mts';
import { directions } from '../../../tools/editor/directions.mts';
import { needsAddress, newScenarios } from '../../../tools/editor/kept-session.mts';

describe('a saved credential gets the new address of the API', () => {
	const [first, second, now] = [1, 2, 3].map((port) => `http://127.0.0.1:${port}`);
	const asks = (region: string, baseUrl: string | undefined) =>
		needsAddress({ region, baseUrl }, [first!, second!], now!);

	test('if it has one that the API had before', () => {
		expect(asks('custom', first)).toBe(true);
		expect(asks('custom', second)).toBe(true);
	});

	test('but not if it has the new one already', () => {
		expect(asks('custom', now)).toBe(false);
		expect(needsAddress({ region: 'custom', baseUrl: now }, [now!], now!)).toBe(false);
	});

	test('and never if it is for a real project or another server', () => {
		expect(asks('us', first)).toBe(false);
		expect(asks('custom', 'https://gateway.example.com')).toBe(false);
		expect(asks('custom', undefined)).toBe(false);
	});
});

test('only workflows that are there and have never run are run', () => {
	const [reviews, ticket, reply] = scenarios;
	const workflows = new Map([
		[reviews!, '1'],
		[ticket!, '2'],
	]);
	const memory = { owner: { email: '', password: '' }, apiUrls: [], ran: [reviews!.title] };
	expect(newScenarios({ workflows }, { memory })).toStrictEqual([ticket]);
	const ran = [reviews!.title, ticket!.title, reply!.title];
	expect(newScenarios({ workflows }, { memory: { ...memory, ran } })).toStrictEqual([]);
});

describe('the directions', () => {
	const places = {
		instance: {
			url: 'http://127.0.0.1:5681',
			owner: { email: 'owner@example.com', password: 'N8n-secret-1' },
		},
		api: { url: 'http://127.0.0.1:5680', settings: { apiKey: 'key-1', secretKey: 'secret-1' } },
		workflows: [
			['Reviews', 'abc'],
			['A support ticket', 'def'],
		] as const,
		folder: '/cache/n8n-user',
	};

	test('begin with the runs of a workflow, the login, the page and the keys', () => {
		expect(directions(places).split('\n').slice(0, 7)).toStrictEqual([
			'Start here     http://127.0.0.1:5681/workflow/abc/executions',
			'  the runs of "Reviews"; the Editor tab shows the workflow',
			'  sign in as   owner@example.com',
			'  password     N8n-secret-1',
			'The API        http://127.0.0.1:5680  (open it to see what has arrived)',
			'  API key      key-1',
			'  secret key   secret-1',
		]);
	});

	test('name all workflows, and where what is built is kept', () => {
		const text = directions(places);
		expect(text).toContain('  Reviews           http://127.0.0.1:5681/workflow/abc\n');
		expect(text).toContain('  A support ticket  http://127.0.0.1:5681/workflow/def\n');
		expect(text).toContain('in /cache/n8n-user; the option --fresh starts over.');
	});

	test('begin with the list of workflows where somebody has deleted those of the demo', () => {
		const text = directions({ ...places, workflows: [] });
		expect(text).toMatch(/^Start here {5}http:\/\/127\.0\.0\.1:5681\/home\/workflows\n {2}sign in/);
	});
});
