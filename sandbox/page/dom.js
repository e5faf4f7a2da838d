/**
 * Makes an element. Properties: `class`, `on<event>` listeners, `data-*`, `aria-*` and other attributes; null and false
 * are left out, also among the children, which are nodes or text, never HTML.
 */
export function h(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === null || value === undefined || value === false) continue;
		if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? '' : String(value));
	}
	element.append(...children.flat(Infinity).filter((child) => child !== false && (child ?? '') !== ''));
	return element;
}

const SAFE = /^(?:https?|dingtalk|lark|feishu):/i;

/** An address a message may lead to, or null. DingTalk's page links are unwrapped, since a browser cannot open them. */
export function safeHref(href) {
	if (typeof href !== 'string' || !SAFE.test(href.trim())) return null;
	const isWrapped = /^dingtalk:\/\/dingtalkclient\/page\/link\?/i.test(href);
	const wrapped = isWrapped ? new window.URL(href).searchParams.get('url') : null;
	return wrapped !== null && /^https?:/i.test(wrapped) ? wrapped : href.trim();
}

/** A link that opens outside of the page; without a usable address its text alone. */
export function link(href, properties, ...children) {
	const target = safeHref(href);
	if (target === null) return h('span', properties, ...children);
	return h('a', { title: href, ...properties, href: target, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** A picture the sandbox does not have. */
export const picture = (label, detail) =>
	h(
		'span',
		{ class: 'picture', role: 'img', 'aria-label': `${label} ${detail}`.trim(), title: detail },
		h('span', { 'aria-hidden': 'true' }, '🖼'),
		h('span', { class: 'picture-label' }, label || detail),
	);

/** Addresses that had no picture; a message that is drawn again does not ask for them again. */
const missing = new Set();

/** A picture from the web or from this sandbox, with a label in its place when it cannot be had. */
export function webPicture(src, alt, className, detail = src) {
	if (!/^(?:https?:|\/sandbox\/)/i.test(src ?? '') || missing.has(src)) return picture(alt || 'Image', detail ?? '');
	const onerror = ({ target }) => {
		missing.add(target.getAttribute('src'));
		target.replaceWith(picture(target.alt || 'Image', target.title));
	};
	return h('img', { class: className, src, alt, title: detail, loading: 'lazy', referrerpolicy: 'no-referrer', onerror });
}

/** What the reader has opened, and what is under way, is no matter of the content. */
const KEPT = new Set(['open', 'aria-busy']);

/**
 * Makes `shown` look like `wanted` and keeps whatever is the same already: pictures are not loaded again, and neither
 * the focus nor what the reader has opened or typed is lost. What has another `data-key` is something else, with nothing
 * to be kept. Returns the node that is shown now.
 */
export function morph(shown, wanted) {
	if (shown.nodeName !== wanted.nodeName || shown.dataset?.key !== wanted.dataset?.key) {
		shown.replaceWith(wanted);
		return wanted;
	}
	if (shown.nodeType !== 1) {
		if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
		return shown;
	}
	const names = new Set([...shown.getAttributeNames(), ...wanted.getAttributeNames()].filter((name) => !KEPT.has(name)));
	for (const name of names) {
		const value = wanted.getAttribute(name);
		if (value === null) shown.removeAttribute(name);
		else if (value !== shown.getAttribute(name)) shown.setAttribute(name, value);
	}
	morphChildren(shown, [...wanted.childNodes]);
	return shown;
}

/** Lets an element have these children, by the same rule. Listeners stay with the place: let the parent listen. */
export function morphChildren(shown, wanted) {
	const before = [...shown.childNodes];
	wanted.forEach((child, index) => (before[index] ? morph(before[index], child) : shown.append(child)));
	for (const extra of before.slice(wanted.length)) extra.remove();
}
