import type { INode } from 'n8n-workflow';
import { isNote, type Example } from '../example.mts';

interface Box {
	readonly name: string;
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** How large the editor draws a node, in its own units. */
const SIZE = 96;
/** An agent is wide, as its model and tools hang below it. */
const WIDE = 256;
/** What a node's name takes below it, and to its sides. */
const NAME = { below: 72, beside: 16 };

function boxOf({ name, type, position: [left, top], parameters }: INode): Box {
	if (type === 'n8n-nodes-base.stickyNote') {
		const { width, height } = parameters as { width: number; height: number };
		return { name, left, top, right: left + width, bottom: top + height };
	}
	const width = type.endsWith('.agent') ? WIDE : SIZE;
	return {
		name,
		left: left - NAME.beside,
		top,
		right: left + width + NAME.beside,
		bottom: top + SIZE + NAME.below,
	};
}

function overlap(a: Box, b: Box): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function contains(a: Box, b: Box): boolean {
	return a.left <= b.left && b.right <= a.right && a.top <= b.top && b.bottom <= a.bottom;
}

/** How high a note's text is at most, by the width of its letters in the editor. */
function textHeight(text: string, width: number): number {
	const letters = (width - 40) / 7.2;
	const lines = text.split('\n').map((line) => {
		const plain = line.replace(/\*\*|`|\]\([^)]*\)/g, '');
		if (plain === '') return 8;
		if (plain.startsWith('## ')) return 36 * Math.ceil(plain.length / (letters * 0.65));
		if (plain.startsWith('### ')) return 30 * Math.ceil(plain.length / (letters * 0.8));
		return 20 * Math.ceil(plain.length / letters);
	});
	return lines.reduce((sum, height) => sum + height, 16);
}

function pairs<T>(all: readonly T[]): Array<readonly [T, T]> {
	return all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));
}

function problemOf(note: INode, boxes: readonly Box[]): string[] {
	const box = boxOf(note);
	const { content, width } = note.parameters as { content: string; width: number };
	const end = box.top + textHeight(content, width);
	const behind = boxes.filter((node) => overlap(box, node));
	return [
		...(end > box.bottom ? [`The text of the note "${note.name}" is higher than the note`] : []),
		...behind
			.filter((node) => !contains(box, node))
			.map((node) => `The note "${note.name}" is half behind "${node.name}"`),
		...behind
			.filter((node) => node.top < end)
			.map((node) => `"${node.name}" stands on the text of the note "${note.name}"`),
	];
}

/** What is untidy on the canvas: nodes or notes that overlap, notes that are half behind a node or its text. */
export function untidy({ nodes }: Example): string[] {
	const boxes = nodes.filter((node) => !isNote(node)).map(boxOf);
	const notes = nodes.filter(isNote);
	const overlapping = [...pairs(boxes), ...pairs(notes.map(boxOf))].filter(([a, b]) =>
		overlap(a, b),
	);
	return [
		...overlapping.map(([a, b]) => `"${a.name}" and "${b.name}" overlap`),
		...notes.flatMap((note) => problemOf(note, boxes)),
		...boxes
			.filter((box) => !notes.some((note) => contains(boxOf(note), box)))
			.map(({ name }) => `No note is behind "${name}"`),
	];
}
