import { write } from './api.js';
import { h, morphChildren } from './dom.js';
import { PLATFORMS } from './format.js';

const part = (id) => document.getElementById(id);

/** The dialog that begins a private chat of a person with an app: it begins with the first message. */
export function beginChat({ state, begun }) {
	const app = () => state().apps.find(({ id }) => id === part('begin-app').value);
	const showPeople = () => {
		const people = state().people.filter(({ platform, resigned }) => platform === app()?.platform && !resigned);
		morphChildren(part('begin-person'), people.map(({ userId, name }) => h('option', { value: userId }, name)));
	};
	part('new-chat').addEventListener('click', () => {
		morphChildren(part('begin-app'), state().apps.map(({ id, name, platform }) => h('option', { value: id }, `${name} (${PLATFORMS[platform]})`)));
		showPeople();
		part('begin-problem').hidden = true;
		part('begin').showModal();
	});
	part('begin-app').addEventListener('change', showPeople);
	part('begin-cancel').addEventListener('click', () => part('begin').close());
	part('begin-form').addEventListener('submit', async (event) => {
		event.preventDefault();
		const problem = part('begin-problem');
		try {
			const message = await write({ appId: part('begin-app').value, userId: part('begin-person').value, text: part('begin-text').value });
			part('begin-text').value = '';
			part('begin').close();
			begun(message);
		} catch (error) {
			problem.textContent = error.message;
			problem.hidden = false;
		}
	});
}
