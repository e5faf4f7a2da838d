import { h } from './dom.js';

/** How long a toast stays, ms; what went wrong stays longer. */
const STAYS_MS = { error: 12_000, warning: 9_000 };
const STAYS_DEFAULT_MS = 6_000;

/** More than so many at once cover what they are about; the oldest one goes. */
const AT_ONCE = 3;

const ICONS = { info: 'ℹ', success: '✓', warning: '!', error: '✕' };

/** Shows what an app or the platform says for a moment. `detail`: in smaller letters below. */
export function toast(type, content, detail = '') {
	const kind = type in ICONS ? type : 'info';
	const element = h(
		'div',
		{ class: `toast toast-${kind}`, 'data-testid': 'toast', 'data-type': kind, role: kind === 'error' ? 'alert' : null },
		h('span', { class: 'toast-icon', 'aria-hidden': 'true' }, ICONS[kind]),
		h('span', { class: 'toast-text' }, h('span', {}, content), detail !== '' && h('small', {}, detail)),
		h('button', { class: 'toast-close', type: 'button', 'aria-label': 'Close', onclick: () => element.remove() }, '×'),
	);
	const toasts = document.getElementById('toasts');
	toasts.append(element);
	if (toasts.children.length > AT_ONCE) toasts.firstChild.remove();
	window.setTimeout(() => element.remove(), STAYS_MS[kind] ?? STAYS_DEFAULT_MS);
}
