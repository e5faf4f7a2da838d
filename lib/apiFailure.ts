import type { Failure } from './delivery/types';

/** A call to a platform that came to nothing, for those who can't go on without its answer. */
export class ApiFailure extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}
