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
