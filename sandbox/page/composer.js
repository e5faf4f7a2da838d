import { write } from './api.js';
import { h, morphChildren } from './dom.js';
import { hint } from './listening.js';
import { appsOf, peopleOf } from './names.js';
import { toast } from './toast.js';

const part = (id) => document.getElementById(id);

/** What can be attached, bytes; the platforms take no more in a chat either. */
const MAX_FILE_BYTES = 30 * 1024 * 1024;
/** How high the field grows, px. */
const MAX_HEIGHT = 160;

/**
 * The composer below a chat. What is begun in one chat is still there after a look at another one. `written` gets every
 * message that has been sent; `changedWriter` is told when somebody else writes and clicks.
 */
export class Composer {
	constructor({ written, changedWriter }) {
		this.written = written;
		this.drafts = new Map();
		this.chat = null;
		const text = part('text');
		part('composer').addEventListener('submit', (event) => {
			event.preventDefault();
			void this.send();
		});
		text.addEventListener('input', () => this.resize());
		text.addEventListener('keydown', (event) => {
			// While an input method composes, Enter chooses a character.
			if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
			event.preventDefault();
			void this.send();
		});
		text.addEventListener('paste', ({ clipboardData }) => this.attach(clipboardData.files[0]));
		part('attachment').addEventListener('change', ({ target }) => {
			this.attach(target.files[0]);
			target.value = '';
		});
		part('attached').addEventListener('click', ({ target }) => target.matches('button') && this.attach(null));
		part('writer').addEventListener('change', ({ target }) => {
			this.draft.writer = target.value;
			changedWriter();
		});
		part('mentions').addEventListener('click', ({ target }) => this.toggle(target.closest('[data-who]')?.dataset.who));
		part('mention').addEventListener('change', ({ target }) => this.toggle(target.value));
	}

	/** The userId of who writes and clicks in the chat that is shown; empty if nobody can. */
	get writer() {
		return part('writer').value;
	}

	actor() {
		if (this.writer === '') throw new Error('Nobody of this chat is in the organization');
		return this.writer;
	}

	/** Shows what belongs to this chat, anew after every change. */
	show(chat, state, sockets) {
		part('composer').hidden = !chat;
		if (!chat) return;
		if (this.chat?.id !== chat.id) this.change(chat);
		Object.assign(this, { chat, state, sockets });
		this.draw();
	}

	change(chat) {
		if (this.chat) this.draft.text = part('text').value;
		// Most groups have one app, and whoever writes there wants it to hear.
		const first = chat.direct ? [] : (chat.apps ?? []).slice(0, 1);
		if (!this.drafts.has(chat.id)) this.drafts.set(chat.id, { text: '', file: null, writer: '', mentioned: new Set(first) });
		this.chat = chat;
		part('text').value = this.draft.text;
		this.resize();
	}

	get draft() {
		return this.drafts.get(this.chat.id);
	}

	draw() {
		const { chat, state, draft } = this;
		const people = peopleOf(chat, state);
		const apps = appsOf(chat, state);
		const writer = part('writer');
		morphChildren(writer, people.map(({ userId, name }) => h('option', { value: userId }, name)));
		writer.value = people.some(({ userId }) => userId === draft.writer) ? draft.writer : (people[0]?.userId ?? '');
		writer.disabled = people.length < 2;
		this.named = [...apps, ...people.map(({ userId: id, name }) => ({ id, name })), { id: 'all', name: 'all' }];
		const offered = this.named.filter(({ id }) => apps.some((app) => app.id === id) || draft.mentioned.has(id));
		morphChildren(part('mentions'), chat.direct ? [] : offered.map((one) => mentionButton(one, draft.mentioned)));
		part('mention').hidden = Boolean(chat.direct);
		const others = this.named.filter((one) => !offered.includes(one));
		morphChildren(part('mention'), [h('option', { value: '' }, '@ …'), ...others.map(({ id, name }) => h('option', { value: id }, name))]);
		part('mention').value = '';
		part('text').placeholder = people.length > 0 ? 'Write a message' : 'Nobody of this chat is in the organization';
		for (const id of ['text', 'send', 'attachment']) part(id).disabled = people.length === 0;
		part('composer-hint').textContent = people.length > 0 ? hint(chat, state, this.sockets, draft.mentioned) : 'Add people with POST /sandbox/api/people: only they can write and click.';
		this.drawFile();
	}

	drawFile() {
		const { file } = this.draft;
		part('attached').hidden = !file;
		morphChildren(part('attached'), file ? [h('span', {}, file.name), h('button', { type: 'button', 'aria-label': `Remove ${file.name}` }, '×')] : []);
	}

	toggle(id) {
		if (!id) return;
		const { mentioned } = this.draft;
		if (!mentioned.delete(id)) mentioned.add(id);
		this.draw();
		part('text').focus();
	}

	attach(file) {
		if (file === undefined) return;
		if (file && file.size > MAX_FILE_BYTES) return toast('error', `${file.name} is too large`, 'At most 30 MB.');
		this.draft.file = file;
		this.drawFile();
		part('text').focus();
	}

	async send() {
		const { chat, draft } = this;
		const typed = part('text').value;
		if (this.sending || (!draft.file && typed.trim() === '')) return;
		this.sending = true;
		try {
			const from = { userId: this.actor(), ...(chat.direct ? { appId: chat.apps[0] } : { groupId: chat.id }) };
			for (const message of await this.messages(typed)) {
				this.written(await write({ ...from, ...message }));
				draft.file = null;
			}
			this.clear(chat, draft, typed);
		} catch (error) {
			toast('error', 'This could not be sent', error.message);
		} finally {
			this.sending = false;
			this.drawFile();
		}
	}

	/** A file is a message of its own; only DingTalk's pictures have words with them. */
	async messages(typed) {
		const { chat, draft, named } = this;
		const { text, mentions } = withoutMentions(typed.trim(), named, chat.direct ? [] : draft.mentioned);
		const words = { mentions, ...(text !== '' && { text }) };
		const hasWords = text !== '' || mentions.length > 0;
		if (!draft.file) return [{ ...words, text: text || ' ' }];
		const file = await encoded(draft.file);
		if (chat.platform === 'dingtalk' && file.kind === 'image' && hasWords) return [{ file, ...words }];
		return text === '' ? [{ file }] : [{ file }, words];
	}

	/** Whatever has been typed meanwhile stays. */
	clear(chat, draft, sent) {
		if (this.chat.id !== chat.id) draft.text = '';
		else if (part('text').value === sent) part('text').value = '';
		this.resize();
	}

	resize() {
		const { style } = part('text');
		style.height = 'auto';
		style.height = `${Math.min(part('text').scrollHeight, MAX_HEIGHT)}px`;
	}
}

function mentionButton({ id, name }, mentioned) {
	const pressed = mentioned.has(id);
	const title = pressed ? `${name} is mentioned. Click to leave the mention out.` : `${name} is not mentioned. Click to mention it.`;
	return h('button', { class: 'mention-choice', type: 'button', title, 'data-key': id, 'data-who': id, 'aria-pressed': String(pressed) }, `@${name}`);
}

/** Who has been typed in front (`@name ...`) is mentioned as well as who has been chosen. */
function withoutMentions(text, named, chosen) {
	const found = named.find(({ name }) => text.startsWith(`@${name}`));
	if (!found) return { text, mentions: [...new Set(chosen)] };
	return withoutMentions(text.slice(found.name.length + 1).trimStart(), named, [...chosen, found.id]);
}

const KINDS = ['image', 'audio', 'video'];

async function encoded(file) {
	const kind = KINDS.find((one) => file.type.startsWith(`${one}/`)) ?? 'file';
	return { kind, name: file.name, contentType: file.type, base64: await base64(file) };
}

const base64 = (file) =>
	new Promise((resolve, reject) => {
		const reader = new window.FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
		reader.onerror = () => reject(new Error(`${file.name} could not be read`));
		reader.readAsDataURL(file);
	});
