import { h } from './dom.js';
import { initials, PLATFORMS, shade, time } from './format.js';

/** The list on the left: one button per group. */
export function groupList(groups, { selected, unread, latest, choose }) {
	return groups.map((group) => {
		const count = unread.get(group.id) ?? 0;
		const last = latest.get(group.id);
		return h(
			'li',
			{},
			h(
				'button',
				{
					class: 'group',
					type: 'button',
					'data-testid': `group-${group.id}`,
					'aria-current': group.id === selected ? 'true' : null,
					onclick: () => choose(group.id),
				},
				h('span', { class: `avatar square shade-${shade(group.id)}`, 'aria-hidden': 'true' }, initials(group.name)),
				h(
					'span',
					{ class: 'group-main' },
					h(
						'span',
						{ class: 'group-line' },
						h('span', { class: 'group-name' }, group.name),
						last && h('span', { class: 'group-time' }, time(last.sentAt)),
					),
					h(
						'span',
						{ class: 'group-line' },
						badge(group.platform),
						h('span', { class: 'group-preview' }, last ? preview(last) : 'No messages yet'),
					),
				),
				count > 0 && unreadBadge(count),
			),
		);
	});
}

const unreadBadge = (count) =>
	h('span', { class: 'unread', 'data-testid': 'unread', 'aria-label': `${count} unread` }, count > 99 ? '99+' : count);

export const badge = (platform) => h('span', { class: `badge badge-${platform}` }, PLATFORMS[platform] ?? platform);

/** What the chat list says about a message. */
const preview = (item) => (item.title || item.text || `[${item.msgType}]`).split('\n')[0];
