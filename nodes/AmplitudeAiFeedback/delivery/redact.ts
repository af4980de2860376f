/** Keys shorter than this would be found in ordinary words. */
const MIN_KEY_LENGTH = 8;

/**
 * Returns a function that hides keys in the API's own words, plain and percent-encoded, in
 * HTML, and in the header that carries them. Texts are cut for display only after this.
 */
export function redactor(apiKey: string, secretKey: string): (text: string) => string {
	const basic = Buffer.from(`${apiKey}:${secretKey}`).toString('base64');
	const keys = [basic, secretKey, apiKey].filter((key) => key.length >= MIN_KEY_LENGTH);
	const forms = new Set(keys.flatMap((key) => [key, percentEncoded(key), ...htmlEncoded(key)]));
	return (text) => [...forms].reduce((hidden, form) => hidden.replaceAll(form, '***'), text);
}

function percentEncoded(key: string): string {
	try {
		return encodeURIComponent(key);
	} catch {
		// Half a surrogate pair, which no header can carry either.
		return key;
	}
}

/** Some encoders stop at the characters that HTML needs encoded, some do not. */
function htmlEncoded(key: string): string[] {
	const needed = key
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
	return [
		needed,
		needed.replaceAll('=', '&#x3D;').replaceAll('/', '&#x2F;').replaceAll('+', '&#x2B;'),
	];
}
