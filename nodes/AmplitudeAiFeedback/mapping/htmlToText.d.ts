/** The types of `htmlToText.mts`, which the build bundles with its packages into one module. */

/**
 * Converts HTML to text. It calls itself once for each level of nesting.
 *
 * @param keepLines whether the HTML's own line breaks are line breaks of the text
 */
export function convert(html: string, keepLines: boolean): string;
