import type { Answer, Result } from '../../answer';
import type { Call } from './call';
import type { Field } from './fields';

/** One operation of the open platform. */
export interface Operation {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below /open-apis; `:name` stands for one part. */
	path: string;
	/** The app needs one of them; none = the operation is free. */
	scopes?: readonly string[];
	/** It gives out the access tokens, so it needs none. */
	withoutToken?: true;
	/** The code for a body that is no JSON object; 9499 unless given. */
	notJson?: number;
	/** The body is multipart, not JSON. */
	multipart?: true;
	/** What the gateway checks of query and body. */
	fields?: readonly Field[];
	run(call: Call): Answer | Result;
}
