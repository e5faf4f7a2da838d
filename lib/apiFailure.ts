import type { Failure } from './delivery/types';
import { InputError } from './inputError';

/** A call to a platform that came to nothing, for those who can't go on without its answer. */
export class ApiFailure extends Error {
	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}

/** What comes of it, or what is wrong with the platform's answer or the input. */
export async function attempt<Value>(act: () => Promise<Value>): Promise<Value | { failure: Failure }> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof ApiFailure) return { failure: error.failure };
		if (error instanceof InputError) return { failure: { class: 'permanent', code: 'INPUT', message: error.message, fix: error.fix } };
		throw error;
	}
}
