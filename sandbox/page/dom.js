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

/** A picture from the web, with a label in its place when it cannot be had. */
export function webPicture(src, alt, className) {
	if (!/^https?:/i.test(src ?? '')) return picture(alt || 'Image', src ?? '');
	const onerror = (event) => event.target.replaceWith(picture(alt || 'Image', src));
	return h('img', { class: className, src, alt, loading: 'lazy', referrerpolicy: 'no-referrer', onerror });
}
