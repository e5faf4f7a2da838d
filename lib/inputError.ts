/** Something in the parameters, the credential or the item that the user has to change. */
export class InputError extends Error {
	constructor(
		/** What is wrong. */
		message: string,
		/** What to do next. */
		readonly fix: string,
	) {
		super(message);
	}
}

/** What one of several is called, before whatever is wrong with it. */
export async function labelled<Value>(label: string, act: () => Promise<Value>): Promise<Value> {
	try {
		return await act();
	} catch (error) {
		throw error instanceof InputError ? new InputError(`${label}: ${error.message}`, error.fix) : error;
	}
}
