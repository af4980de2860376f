/** Whether an error is one of Node's own with this code, such as `ENOENT`. */
export function isErrorWithCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
