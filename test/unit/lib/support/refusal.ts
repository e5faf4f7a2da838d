import { InputError } from '../../../../lib/inputError';

/** The input error that `act` throws; fails if it throws none, or another. */
export function refusal(act: () => unknown): InputError {
	try {
		act();
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
	throw new Error('not refused');
}
