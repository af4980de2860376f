import type { Page } from '@playwright/test';

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** What the canvas draws of a node or a note, in pixels of the window. */
interface Drawn {
	readonly name: string;
	readonly box: Box;
	/** Where the text of a note is; null for a node. */
	readonly text: Box | null;
}

/** Measures all nodes and notes of the open workflow. The name below a node is a part of the node. */
async function measure(page: Page): Promise<Drawn[]> {
	return await page.locator('.vue-flow__node').evaluateAll((elements) => {
		const around = (boxes: readonly Box[]): Box => ({
			left: Math.min(...boxes.map(({ left }) => left)),
			top: Math.min(...boxes.map(({ top }) => top)),
			right: Math.max(...boxes.map(({ right }) => right)),
			bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
		});
		const textIn = (element: (typeof elements)[number]): Box => {
			const range = element.ownerDocument.createRange();
			range.selectNodeContents(element);
			return around([...range.getClientRects()]);
		};
		const within = (box: Box, text: Box): Box => ({
			left: Math.max(box.left, text.left),
			top: Math.max(box.top, text.top),
			right: Math.min(box.right, text.right),
			bottom: Math.min(box.bottom, text.bottom),
		});
		return elements.map((element) => {
			const node = element.querySelector('[data-node-name]')!;
			const name = node.getAttribute('data-node-name')!;
			const note = node.querySelector('[data-test-id="sticky"]');
			if (note === null) {
				const label = node.querySelector('[class*="_description_"]')!;
				// n8n cuts off what is too long.
				const shown = within(label.getBoundingClientRect(), textIn(label));
				return { name, box: around([node.getBoundingClientRect(), shown]), text: null };
			}
			const text = textIn(note.querySelector('h2, h3')!.parentElement!);
			return { name, box: around([note.getBoundingClientRect()]), text };
		});
	});
}

function overlap(a: Box, b: Box): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function contains(a: Box, b: Box): boolean {
	return a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom;
}

function overlapping(all: readonly Drawn[]): string[] {
	return all.flatMap((one, index) =>
		all
			.slice(index + 1)
			.filter((other) => overlap(one.box, other.box))
			.map((other) => `"${one.name}" and "${other.name}" overlap`),
	);
}

/** Describes nodes and notes of the open workflow that overlap, and notes that do not hold their nodes or their text. */
export async function layoutProblems(page: Page): Promise<string[]> {
	const drawn = await measure(page);
	const nodes = drawn.filter(({ text }) => text === null);
	const notes = drawn.filter(({ text }) => text !== null);
	const pairs = notes.flatMap((note) => nodes.map((node) => ({ note, node })));
	return [
		...overlapping(nodes),
		...overlapping(notes),
		...notes
			.filter(({ box, text }) => !contains(box, text!))
			.map(({ name }) => `The text of "${name}" does not fit into the note`),
		...pairs
			.filter(({ note, node }) => overlap(note.box, node.box) && !contains(note.box, node.box))
			.map(({ note, node }) => `"${node.name}" stands half on "${note.name}"`),
		...pairs
			.filter(({ note, node }) => overlap(note.text!, node.box))
			.map(({ note, node }) => `"${node.name}" stands on the text of "${note.name}"`),
		...nodes
			.filter((node) => !notes.some((note) => contains(note.box, node.box)))
			.map(({ name }) => `"${name}" stands on no note`),
	];
}
