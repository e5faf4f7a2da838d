import fc from 'fast-check';

/** Secrets as people may enter them: empty, Chinese, emoji, as long as a book. */
export const secret: fc.Arbitrary<string> = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
	{ weight: 2, arbitrary: fc.stringMatching(/^SEC[0-9a-f]{64}$/) },
	{ weight: 2, arbitrary: fc.array(fc.constantFrom('密', '钥', '👩‍💻', '🇨🇳', '\n', ' ', '%', '+', '='), { maxLength: 20 }).map((parts) => parts.join('')) },
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1000, maxLength: 2000 }) },
	{ weight: 1, arbitrary: fc.constant('') },
);
