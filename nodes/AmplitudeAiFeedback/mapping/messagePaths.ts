import { FIELD_NAMES } from './feedbackItem';
import { API_PATHS, type MessagePaths } from './messages';

/**
 * Where the elements of an array hold their fields. Without any choice these are the API's own names;
 * with one, only the chosen fields are read: what a help desk calls `user_id` is not Amplitude's.
 *
 * @param chosen the parameter `messageFields`: paths by the API's field names
 */
export function readPaths(chosen: unknown): MessagePaths {
	if (typeof chosen !== 'object' || chosen === null || Object.keys(chosen).length === 0) {
		return API_PATHS;
	}
	const paths = { ...API_PATHS };
	for (const name of FIELD_NAMES) {
		const path = (chosen as Record<string, unknown>)[name];
		paths[name] = typeof path === 'string' ? path.trim() : '';
	}
	return paths;
}
