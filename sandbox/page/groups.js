import { h } from './dom.js';
import { initials, PLATFORMS, shade, time } from './format.js';
import { nameOf, preview } from './names.js';

/** A list on the left: one button per group or direct chat. */
export function groupList(groups, { state, selected, unread, latest }) {
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
					'data-chat': group.id,
				},
				avatar(group),
				h(
					'span',
					{ class: 'group-main' },
					h(
						'span',
						{ class: 'group-line' },
						h('span', { class: 'group-name' }, chatName(group), ' ', appLabel(group, state)),
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

/** People are round. */
const avatar = (group) =>
	h(
		'span',
		{ class: `avatar ${group.direct ? 'person' : 'square'} shade-${shade(group.id)}`, 'aria-hidden': 'true' },
		initials(chatName(group)),
	);

/** A direct chat is called after the person. */
export const chatName = ({ direct, members, name }) => (direct ? (members[0]?.name ?? name) : name);

/** The app at the other end of a direct chat. */
export const appLabel = ({ direct, apps = [] }, state) =>
	direct && apps.length > 0 && h('span', { class: 'group-app' }, `with ${nameOf(apps[0], state)}`);

const unreadBadge = (count) =>
	h('span', { class: 'unread', 'data-testid': 'unread', 'aria-label': `${count} unread` }, count > 99 ? '99+' : count);

export const badge = (platform) => h('span', { class: `badge badge-${platform}` }, PLATFORMS[platform] ?? platform);
