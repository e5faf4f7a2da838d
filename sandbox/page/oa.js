import { h, link } from './dom.js';
import { anyPicture } from './files.js';

/** Six rows of a form are shown, as in the client. https://open.dingtalk.com/document/orgapp/message-types-and-data-format */
const ROWS = 6;

/** An OA message of a work notification. */
export const oa = (view) =>
	h(
		'div',
		{ class: 'oa', 'data-testid': 'oa' },
		head(view),
		h(
			'div',
			{ class: 'oa-body' },
			view.title !== '' && h('p', { class: 'oa-title', role: 'heading', 'aria-level': '3' }, view.title),
			view.form.length > 0 && h('dl', { class: 'oa-form' }, view.form.slice(0, ROWS).flatMap(row)),
			view.rich && h('p', { class: 'oa-rich' }, h('strong', {}, view.rich.num), ' ', view.rich.unit),
			view.content !== '' && h('p', { class: 'plain' }, view.content),
			view.image && anyPicture(view.image, '', 'card-image'),
			h(
				'p',
				{ class: 'oa-foot' },
				view.fileCount && h('span', {}, `📎 ${view.fileCount}`),
				view.author !== '' && h('span', {}, view.author),
				view.href !== '' && link(view.href, { class: 'card-link' }, 'Open the message’s link'),
			),
		),
	);

function head({ head: { text, color }, status }) {
	const element = h('div', { class: 'oa-head' }, h('span', {}, text), status && statusTag(status));
	paint(element, color);
	return element;
}

function statusTag({ value, color }) {
	const element = h('span', { class: 'oa-status' }, value);
	paint(element, color);
	return element;
}

const row = ({ key, value }) => [h('dt', {}, key), h('dd', {}, value)];

/** `FFBBBBBB` and `0xFFBBBBBB` have the alpha first; the text on it is white or black, whichever can be read. */
function paint(element, color) {
	const digits = /^(?:0x|#)?([0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
	if (digits === null) return;
	const [red, green, blue] = digits.slice(2).map((part) => Number.parseInt(part, 16));
	element.style.background = `rgb(${red} ${green} ${blue})`;
	element.style.color = luminance(red, green, blue) > 0.18 ? '#000' : '#fff';
}

/** As the accessibility guidelines define it, 0 to 1. https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(...parts) {
	const [red, green, blue] = parts.map((part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
