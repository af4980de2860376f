/** Text escaped for HTML, for use in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** HTML that was escaped already. */
export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

type Piece = Html | string | number | undefined | Piece[];

/** A template that escapes everything but `Html`; lists are joined, undefined is left out. */
export function markup(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
	return new Html(
		strings.reduce((text, string, index) => text + render(pieces[index - 1]) + string),
	);
}

function render(piece: Piece): string {
	if (piece === undefined) return '';
	if (piece instanceof Html) return piece.text;
	if (Array.isArray(piece)) return piece.map(render).join('');
	return escapeHtml(String(piece));
}
