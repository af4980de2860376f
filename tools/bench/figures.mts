import { request } from 'undici';

/** What came to the sink since it was last reset. */
export interface Figures {
	requests: number;
	bytes: number;
	connections: number;
}

export async function figuresOf(sink: string): Promise<Figures> {
	const { body } = await request(`${sink}/figures`);
	return (await body.json()) as Figures;
}
