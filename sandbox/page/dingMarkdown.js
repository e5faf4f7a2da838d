import MarkdownIt from './markdown-it.js';
import { h, safeHref } from './dom.js';
import { anyPicture } from './files.js';
import { mention } from './inlines.js';

/**
 * The Markdown subset of DingTalk: headings, quotes, bold, italic, links, pictures, lists and font colours; HTML is text.
 * "消息发送与接收类型", https://open.dingtalk.com/document/development/robot-message-type
 */
const parser = new MarkdownIt('zero', { html: false });
parser.enable(['heading', 'blockquote', 'list', 'emphasis', 'link', 'image', 'newline', 'entity', 'escape']);
parser.inline.ruler.before('emphasis', 'font', fontTag);
parser.renderer.rules.font_open = (tokens, index) => `<span class="font" data-color="${tokens[index].attrGet('color')}">`;
parser.renderer.rules.font_close = () => '</span>';
// `zero` knows text up to the characters its own rules begin with; `<` begins a font tag.
parser.inline.ruler.before('text', 'plain', plainText);

function plainText(state, silent) {
	const match = /^[^<@\\&*_![\]\n]+/.exec(state.src.slice(state.pos, state.posMax));
	if (match === null) return false;
	if (!silent) state.pending += match[0];
	state.pos += match[0].length;
	return true;
}

const OPEN = /^<font\s+color\s*=\s*["']?\s*(#?[0-9A-Za-z_]{1,40})\s*["']?\s*>/i;
const CLOSE = /^<\/font>/i;

function fontTag(state, silent) {
	const rest = state.src.slice(state.pos, state.posMax);
	const open = OPEN.exec(rest);
	const close = open === null ? CLOSE.exec(rest) : null;
	if (open === null && close === null) return false;
	if (!silent) {
		// Neither opens nor closes for the parser: the tags of a message need not match.
		const token = state.push(open === null ? 'font_close' : 'font_open', 'span', 0);
		if (open !== null) token.attrSet('color', open[1]);
	}
	state.pos += (open ?? close)[0].length;
	return true;
}

/** DingTalk Markdown as an element. */
export function dingMarkdown({ source, mentions, atAll }) {
	const element = h('div', { class: 'markdown' });
	element.innerHTML = parser.render(source);
	for (const anchor of element.querySelectorAll('a')) openOutside(anchor);
	for (const image of element.querySelectorAll('img')) {
		image.replaceWith(anyPicture(decoded(image.getAttribute('src')), image.alt, 'markdown-image'));
	}
	for (const span of element.querySelectorAll('[data-color]')) span.style.color = colour(span.dataset.color);
	chips(element, mentions);
	if (atAll) element.append(h('p', {}, mention({ shown: '@所有人', id: 'all', notifies: true })));
	return element;
}

function openOutside(anchor) {
	const href = safeHref(anchor.getAttribute('href'));
	if (href === null) return anchor.replaceWith(...anchor.childNodes);
	anchor.title = anchor.getAttribute('href');
	anchor.href = href;
	anchor.target = '_blank';
	anchor.rel = 'noopener noreferrer';
	anchor.className = 'link';
}

/** The parser writes addresses in percent code; a key is taken as it was sent. */
function decoded(source) {
	try {
		return /^https?:/i.test(source) ? source : decodeURIComponent(source);
	} catch {
		return source;
	}
}

/** `FF0000` and `#FF0000` are colours; other words are left to the browser, which ignores what it does not know. */
const colour = (value) => (/^[0-9a-f]{6}$/i.test(value) ? `#${value}` : value);

/** Turns `@x` into chips, in text only. */
function chips(element, mentions) {
	if (mentions.length === 0) return;
	const walker = document.createTreeWalker(element, 4);
	const texts = [];
	while (walker.nextNode()) texts.push(walker.currentNode);
	for (const text of texts) {
		const parts = text.data.split(/(@[0-9A-Za-z_]+)/);
		if (parts.length === 1) continue;
		text.replaceWith(
			...parts.map((part) => {
				const found = mentions.find(({ literal }) => literal === part);
				return found === undefined ? part : mention({ shown: found.shown, id: part.slice(1), notifies: found.notifies });
			}),
		);
	}
}
