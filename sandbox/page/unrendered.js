import { h } from './dom.js';

/** What the page does not draw, for the reader to see all the same. */
export const unrendered = (type, json) =>
	h(
		'div',
		{ class: 'unrendered' },
		h('p', {}, `Not rendered by this sandbox: ${type || '(no type)'}`),
		h('pre', { tabindex: '0' }, JSON.stringify(json, null, 2)),
	);
