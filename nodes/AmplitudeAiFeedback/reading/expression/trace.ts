/**
 * Remembers which kinds of values an expression has met where, so that its direct reading is compared
 * with n8n's engine for each of them once: `{{ $json.a || $json.b }}` is compared on the first row that
 * has `a`, and again on the first one that needs `b`.
 */
export class Trace {
	/** A bit for each kind that has been confirmed, by place. */
	private readonly confirmed: number[] = [];
	private unconfirmed: { place: number; kind: number }[] = [];
	private hasMatched = false;

	/** Numbers a place of the expression at which values are met. */
	addPlace(): number {
		return this.confirmed.push(0) - 1;
	}

	/** Forgets what the last row has met. */
	startRow(): void {
		if (this.unconfirmed.length > 0) this.unconfirmed = [];
	}

	/** Notes the kind of a value; true and false are two kinds. */
	meet(place: number, value: unknown): void {
		const kind = kindOf(value);
		if (((this.confirmed[place] as number) & kind) === 0) this.unconfirmed.push({ place, kind });
	}

	/** Whether n8n's engine has confirmed all that the row has met. */
	get isConfirmed(): boolean {
		return this.hasMatched && this.unconfirmed.length === 0;
	}

	/** Notes that n8n's engine reads the row in the same way. */
	confirmRow(): void {
		this.hasMatched = true;
		for (const { place, kind } of this.unconfirmed) {
			this.confirmed[place] = (this.confirmed[place] as number) | kind;
		}
	}
}

function kindOf(value: unknown): number {
	switch (typeof value) {
		case 'string':
			return 1;
		case 'number':
			return 2;
		case 'boolean':
			return value ? 4 : 8;
		case 'undefined':
			return 16;
		default:
			if (value === null) return 32;
			return Array.isArray(value) ? 64 : 128;
	}
}
