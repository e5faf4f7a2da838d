import fc from 'fast-check';

/** The same cases in every run; another seed looks for new ones: PROPERTY_SEED=1 npx jest ... */
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_120);

/** Holds for `runs` generated cases; the failing case is shown as small as it gets. */
export function holds<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>, runs = 100): void {
	fc.assert(property, { seed, numRuns: runs });
}

export async function holdsAsync<T extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<T>, runs = 100): Promise<void> {
	await fc.assert(property, { seed, numRuns: runs });
}
