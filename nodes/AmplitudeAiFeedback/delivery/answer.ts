/** What became of one request, as the transport saw it. */
export type Answer =
	| {
			kind: 'answer';
			status: number;
			/** By lower-case name. */
			headers: Readonly<Record<string, string>>;
			text: string;
	  }
	| {
			kind: 'noAnswer';
			/**
			 * `notConnected`: the request never left. `lost`, `timeout`: it may have arrived.
			 * `untrusted`: the host's certificate is not valid, and trying again does not mend it.
			 */
			cause: 'notConnected' | 'lost' | 'timeout' | 'untrusted' | 'cancelled';
			/** Node's name for the fault, such as ECONNREFUSED. */
			code: string;
	  };
