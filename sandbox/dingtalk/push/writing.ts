import type { AppMessage } from '../../answer';
import { asArray, asObject, asText } from '../../json';
import type { App, Person } from '../../organization';
import type { Writing } from '../../push/types';
import type { Group, JsonObject, Mention, Message } from '../../types';
import type { Inline, MessageView } from '../../view';
import { viewText } from '../../viewText';
import type { World } from '../../world';
import { keepReceived } from '../app/received';

/** Who is mentioned: an app's robot, a person or everybody. */
export interface Mentioned {
	app?: App;
	person?: Person;
	name: string;
}

/** What somebody says, apart from how it is drawn and how robots are told of it. */
export interface Said {
	/** `text`, `picture`, `richText`, `audio`, `video`, `file`, ... */
	msgtype: string;
	/** Without mentions. */
	text: string;
	mentioned: Mentioned[];
	/** Of the file, where there is one. */
	fileKey?: string;
	fileName: string;
	/** The platform's own content, as it was given. */
	raw?: JsonObject;
}

const EVERYBODY = '所有人';

function mentionedBy(world: World, ids: string[]): Mentioned[] {
	return ids.map((id) => {
		if (id === 'all') return { name: EVERYBODY };
		const app = world.organization.app(id);
		if (app) return { app, name: app.name };
		const person = world.organization.person('dingtalk', ({ userId }) => userId === id);
		if (!person) throw new Error(`Nobody to be mentioned: ${id}`);
		return { person, name: person.name };
	});
}

const TYPES = { image: 'picture', audio: 'audio', video: 'video', file: 'file' } as const;

/**
 * A picture with words, or with somebody mentioned, is a rich text.
 * "富文本消息", https://open.dingtalk.com/document/development/robot-message-type
 */
export function saidBy(world: World, { text = '', mentions = [], file, raw, appId = '' }: Writing): Said {
	const mentioned = mentionedBy(world, mentions);
	if (raw) return { msgtype: raw.type, text, mentioned, fileName: '', raw: raw.content };
	if (!file) return { msgtype: 'text', text, mentioned, fileName: '' };
	const isRich = file.kind === 'image' && (text !== '' || mentioned.length > 0);
	return { msgtype: isRich ? 'richText' : TYPES[file.kind], text, mentioned, fileKey: keepReceived(world, appId, file), fileName: file.name };
}

const plain = (text: string): Inline => ({ kind: 'text', text });

const shownMention = ({ app, person, name }: Mentioned): Inline[] => [
	{ kind: 'mention', id: person?.userId ?? app?.id ?? 'all', name, shown: `@${name}`, notifies: true },
	plain(' '),
];

function viewOf({ msgtype, text, mentioned, fileKey, fileName, raw }: Said): MessageView {
	const words = [...mentioned.flatMap(shownMention), plain(text || richWords(raw))];
	if (fileKey !== undefined && msgtype === 'richText') {
		return { kind: 'post', title: '', paragraphs: [words, [{ kind: 'image', key: fileKey, alt: fileName }]] };
	}
	if (fileKey !== undefined) return { kind: 'file', fileKind: msgtype === 'picture' ? 'image' : (msgtype as 'file'), key: fileKey, name: fileName };
	if (raw && msgtype !== 'richText') return { kind: 'unrendered', type: msgtype, json: raw };
	return { kind: 'text', inlines: words };
}

const richWords = (raw: JsonObject | undefined): string =>
	asArray(raw?.richText)
		.map((part) => asText(asObject(part).text))
		.join('');

const mentionOf = ({ app, person, name }: Mentioned): Mention[] =>
	app ? [] : [person ? { type: 'user', id: person.userId, name } : { type: 'all', id: 'all', name }];

/** The message as everybody in the chat sees it. */
export function written(world: World, person: Person, group: Group, said: Said, replyTo: string | undefined): Message {
	const view = viewOf(said);
	const content: AppMessage = {
		msgType: said.msgtype,
		body: said.raw ?? { text: said.text },
		text: viewText(view),
		mentions: said.mentioned.flatMap(mentionOf),
		view,
		...(replyTo !== undefined && { replyTo }),
	};
	return world.writtenBy(person, group, content);
}
