import { h, link } from './dom.js';
import { anyPicture } from './files.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

/** Running text as DOM nodes. */
export const inlines = (list) => list.map(inline);

function inline(piece) {
	switch (piece.kind) {
		case 'text':
			return emoji(piece.text);
		case 'break':
			return h('br');
		case 'bold':
		case 'italic':
		case 'strike':
		case 'code':
			return h(TAGS[piece.kind], {}, inlines(piece.children));
		case 'font':
			return h('span', { class: `font hue-${token(piece.color)}` }, inlines(piece.children));
		case 'link':
			return link(piece.href, { class: 'link' }, inlines(piece.children));
		case 'mention':
			return mention(piece);
		case 'tag':
			return h('span', { class: `tag hue-${token(piece.color)}` }, piece.text);
		default:
			return anyPicture(piece.key, piece.alt, 'inline-image');
	}
}

/** A name that notifies somebody; a mere name looks like text. */
export const mention = ({ shown, id, notifies }) =>
	h('span', { class: notifies ? 'mention' : 'mention-none', 'data-mention': notifies ? id : null }, shown);

/** A few of the emoji the client draws for `:KEY:`, and for a reaction of that type. */
const EMOJI = {
	OK: '👌',
	THUMBSUP: '👍',
	DONE: '✅',
	SMILE: '😊',
	HEART: '❤️',
	FIRE: '🔥',
	PARTY: '🎉',
	ROSE: '🌹',
	玫瑰: '🌹',
	LGTM: '👍',
	PRAY: '🙏',
	APPLAUSE: '👏',
	MUSCLE: '💪',
	LAUGH: '😄',
	CRY: '😢',
	ANGRY: '😠',
	THANKS: '🙏',
	ALARM: '⏰',
};

/** The emoji of a reaction's type, or the type itself. */
export const emojiOf = (type) => EMOJI[String(type).toUpperCase()] ?? type;

const emoji = (text) => text.replace(/:([A-Z]{2,}|[\u4e00-\u9fff]{1,4}):/g, (whole, key) => EMOJI[key] ?? whole);

/** A value that may stand in a class name. */
export const token = (value) => String(value).toLowerCase().replace(/[^a-z0-9]/g, '');
