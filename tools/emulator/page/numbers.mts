/** A whole number with separators between the thousands. */
export function grouped(number: number): string {
	return number.toLocaleString('en-US');
}

/** `1 item`, `2 items`. */
export function counted(number: number, noun: string): string {
	return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}
