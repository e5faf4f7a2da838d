import { h, picture, webPicture } from './dom.js';

/** Where the sandbox keeps what was uploaded under this key. */
export const fileUrl = (key) => `/sandbox/api/files/${encodeURIComponent(key)}`;

/** A picture by its web address or by the key of its upload; a label where there is neither. */
export function anyPicture(source, alt, className) {
	if (!source) return picture(alt || 'Image', '');
	return webPicture(/^https?:/i.test(source) ? source : fileUrl(source), alt, className, source);
}

const KINDS = {
	file: ['📄', 'File'],
	audio: ['🔊', 'Audio'],
	video: ['🎬', 'Video'],
};

/** A picture by itself, anything else as a tile to download it from. */
export function file({ fileKind, key, name }) {
	if (fileKind === 'image') return anyPicture(key, name, 'sent-image');
	const [icon, kind] = KINDS[fileKind] ?? KINDS.file;
	const download = h('a', { class: 'link', href: fileUrl(key), download: name || key, 'aria-label': `Download ${name || kind}` }, 'Download');
	return h(
		'p',
		{ class: 'tile', 'data-testid': 'file' },
		h('span', { class: 'tile-icon', 'aria-hidden': 'true' }, icon),
		h('span', {}, h('strong', {}, name || kind), h('span', { class: 'tile-detail' }, `${kind} · `, download)),
	);
}
