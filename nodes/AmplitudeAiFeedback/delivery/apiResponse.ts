/** What came back for one request, as the transport saw it. */
export interface ApiResponse {
	readonly kind: 'response';
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** Why there is no response. */
export interface TransportFailure {
	readonly kind: 'failure';
	/**
	 * `notConnected`: the request never left. `lost`, `timeout`: it may have arrived. `untrusted`: the
	 * host's certificate is not valid, which retrying will not fix.
	 */
	readonly cause: 'notConnected' | 'lost' | 'timeout' | 'untrusted' | 'cancelled';
	/** Node's name for the error, such as ECONNREFUSED. */
	readonly code: string;
}

export type Reply = ApiResponse | TransportFailure;
