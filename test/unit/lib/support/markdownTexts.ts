import fc from 'fast-check';

const word = fc.constantFrom('disk', 'full', '数据库', '延迟', '👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301', '2026-11-20', 'a.b,c');
const phrase = fc.array(word, { minLength: 1, maxLength: 8 }).map((all) => all.join(' '));
const address = fc.constantFrom('https://a.example.com/', 'https://b.example.com/x_(y)?q=*_', 'dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fc.example.com');

/** One line of well-formed markup, nested up to three deep. */
const { line } = fc.letrec<{ line: string; piece: string }>((tie) => ({
	piece: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		phrase,
		// No bold in bold, of which every reader makes something else.
		tie('line').map((inner) => (inner.includes('**') ? inner : `**${inner}**`)),
		fc.tuple(phrase, address).map(([text, url]) => `[${text}](${url})`),
		fc.tuple(phrase, address).map(([text, url]) => `[**${text}** ${text}](${url} "${text}")`),
		fc.tuple(phrase, address).map(([text, url]) => `![${text}](${url})`),
		fc.tuple(phrase, address).map(([text, url]) => `[![${text}](${url})](${url})`),
		phrase.map((text) => `*${text}*`),
		phrase.map((text) => `_${text}_`),
		phrase.map((text) => `~~${text}~~`),
		phrase.map((text) => `\`${text}\``),
		phrase.map((text) => `<font color="#ff0000">${text}</font>`),
		fc.constant('&nbsp;&copy;'),
	),
	line: fc.array(tie('piece'), { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(' ')),
}));

const block = fc.oneof(
	line,
	line.map((text) => `### ${text}`),
	fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text) => `- ${text}`).join('\n')),
	fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text, index) => `${index + 1}. ${text}`).join('\n')),
	fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((text) => `> ${text}`).join('\n')),
	fc.array(phrase, { minLength: 1, maxLength: 6 }).map((lines) => ['```js', ...lines, '```'].join('\n')),
	fc.array(phrase, { minLength: 1, maxLength: 6 }).map((lines) => ['~~~', ...lines, '~~~'].join('\n')),
);

/** Well-formed markdown without any markup character in its words, of the kinds that DingTalk's clients show. */
export const markdownText = (minLength: number): fc.Arbitrary<string> =>
	fc.array(block, { minLength: 3, maxLength: 12 }).map((blocks) => {
		const text = blocks.join('\n\n');
		return Array(Math.max(1, Math.ceil(minLength / text.length))).fill(text).join('\n\n');
	});
