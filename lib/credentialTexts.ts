/** Reads the texts of a credential by their names; what is missing is empty. Blanks around them come from copying. */
export const textsOf =
	(credential: Record<string, unknown>) =>
	(name: string): string =>
		String(credential[name] ?? '').trim();
