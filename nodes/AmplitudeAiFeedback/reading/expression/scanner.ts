/** White space as people type it around code. JavaScript knows more; such code is left to the engine. */
const SPACE = /[ \t\r\n]*/y;

/** Takes tokens off the front of a piece of code, and the white space around punctuation with them. */
export class Scanner {
	private position = 0;

	constructor(private readonly code: string) {}

	get isAtEnd(): boolean {
		return this.position === this.code.length;
	}

	/** Takes a token by its pattern, which is sticky; null if it is not next. */
	take(token: RegExp): RegExpExecArray | null {
		token.lastIndex = this.position;
		const match = token.exec(this.code);
		if (match !== null) this.position = token.lastIndex;
		return match;
	}

	/** Skips punctuation and the white space around it. @returns whether it was there */
	skip(punctuation: string): boolean {
		this.skipSpace();
		if (!this.code.startsWith(punctuation, this.position)) return false;
		this.position += punctuation.length;
		this.skipSpace();
		return true;
	}

	skipSpace(): void {
		this.take(SPACE);
	}
}
