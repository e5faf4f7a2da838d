import { h } from './dom.js';

/** What a credential in n8n needs of each bot of the group. */
export const connection = (group) =>
	group.bots.length === 0
		? h('p', { class: 'hint' }, 'This group has no bot yet.')
		: group.bots.map((bot) =>
				h(
					'dl',
					{ class: 'connection' },
					h('dt', {}, 'Bot'),
					h('dd', {}, bot.name, bot.disabled && h('span', { class: 'off' }, ' (disabled)')),
					row('Webhook URL', bot.webhookUrl),
					bot.secret ? row('Signing secret', bot.secret) : [],
					bot.keywords.length > 0 ? [h('dt', {}, 'Keywords'), h('dd', {}, bot.keywords.join(', '))] : [],
					bot.allowedIps.length > 0 ? [h('dt', {}, 'Allowed IPs'), h('dd', {}, bot.allowedIps.join(', '))] : [],
				),
			);

function row(name, value) {
	const button = h('button', { class: 'copy', type: 'button', 'aria-label': `Copy the ${name.toLowerCase()}` }, 'Copy');
	button.addEventListener('click', async () => {
		await window.navigator.clipboard.writeText(value);
		button.textContent = 'Copied';
		window.setTimeout(() => {
			button.textContent = 'Copy';
		}, 1_500);
	});
	return [h('dt', {}, name), h('dd', {}, h('code', {}, value), button)];
}
