import MarkdownIt, { type Token } from 'markdown-it';

/**
 * The documented Markdown subset: headings, quotes, bold, italic, links, pictures and lists, with `&nbsp;` for spaces.
 * "消息发送与接收类型", https://open.dingtalk.com/document/development/robot-message-type
 * The chat page reads the same subset (page/dingMarkdown.js).
 */
const parser = new MarkdownIt('zero').enable([
	'heading',
	'blockquote',
	'list',
	'emphasis',
	'link',
	'image',
	'newline',
	'entity',
	'escape',
]);

const FONT_TAG = /<\/?font(?:\s[^<>]*)?>/gi;

/** DingTalk Markdown as plain text: what is left when the marks are drawn. A tag written as entities is text. */
export const markdownText = (source: string): string =>
	parser
		.parse(source.replace(FONT_TAG, ''), {})
		.filter((token) => token.type === 'inline')
		.map((token) => tokensText(token.children ?? []))
		.join('\n');

const tokensText = (tokens: Token[]): string => tokens.map(tokenText).join('');

function tokenText(token: Token): string {
	// A single line end runs on; two spaces before it make a new line.
	if (token.type === 'softbreak') return ' ';
	return token.type === 'hardbreak' ? '\n' : token.content;
}
