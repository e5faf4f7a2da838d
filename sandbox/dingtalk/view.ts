import { asArray, asObject, asText } from '../json';
import type { Group, JsonObject } from '../types';
import type { Inline, LinkTile, MentionText, MessageView } from '../view';
import { dingMentions, NO_MENTIONS, type DingMentions, type MentionRules } from './mentions';

export interface DingMessage {
	view: MessageView;
	mentions: DingMentions['mentions'];
	/** Stands in the chat list and the notification, not in the message. */
	title?: string;
}

/** What a reader of a DingTalk group sees. Works on any body, also on those a switched-off check let through. */
export function dingMessage(msgtype: string, body: JsonObject, group: Group, rules: MentionRules): DingMessage {
	const content = asObject(body[msgtype]);
	const source = asText(msgtype === 'text' ? content.content : content.text);
	const title = asText(content.title);
	const found = (): DingMentions => dingMentions(body.at, source, group, rules);
	switch (msgtype) {
		case 'text': {
			const { mentions, texts, atAll } = found();
			return { view: { kind: 'text', inlines: textInlines(source, texts, atAll) }, mentions };
		}
		case 'markdown': {
			const { mentions, texts, atAll } = found();
			return { view: { kind: 'markdown', source, mentions: texts, atAll }, mentions, title };
		}
		case 'actionCard': {
			const { mentions, texts, atAll } = found();
			const horizontal = content.btnOrientation === '1';
			const view: MessageView = { kind: 'actionCard', source, mentions: texts, atAll, buttons: buttons(content), horizontal };
			return { view, mentions, title };
		}
		case 'link':
			// "该类型不支持@人"
			return { view: { kind: 'link', tile: linkTile(content) }, mentions: NO_MENTIONS.mentions };
		case 'feedCard':
			return { view: { kind: 'feedCard', tiles: feedTiles(content) }, mentions: NO_MENTIONS.mentions };
		default:
			return { view: { kind: 'unrendered', type: msgtype, json: body }, mentions: [] };
	}
}

function buttons(content: JsonObject): Array<{ title: string; href: string }> {
	if (content.singleTitle !== undefined) {
		return [{ title: asText(content.singleTitle), href: asText(content.singleURL) }];
	}
	return asArray(content.btns).map((button) => ({
		title: asText(asObject(button).title),
		href: asText(asObject(button).actionURL),
	}));
}

const linkTile = (content: JsonObject): LinkTile => ({
	title: asText(content.title),
	text: asText(content.text),
	href: asText(content.messageUrl),
	picUrl: asText(content.picUrl),
});

const feedTiles = (content: JsonObject): LinkTile[] =>
	asArray(content.links).map((link) => ({
		title: asText(asObject(link).title),
		text: '',
		href: asText(asObject(link).messageURL),
		picUrl: asText(asObject(link).picURL),
	}));

const EVERYBODY: Inline = { kind: 'mention', id: 'all', name: '所有人', shown: '@所有人', notifies: true };

const BARE_URL = /^(?:https?|dingtalk):\/\/[^\s<>"'，。；！）】]+/i;

/** Plain text with its mentions; clients make addresses clickable. */
function textInlines(text: string, mentions: MentionText[], atAll: boolean): Inline[] {
	const inlines: Inline[] = [];
	let plain = '';
	const flush = (): void => {
		if (plain !== '') inlines.push({ kind: 'text', text: plain });
		plain = '';
	};
	for (let index = 0; index < text.length; ) {
		const url = text[index] === 'h' || text[index] === 'd' ? BARE_URL.exec(text.slice(index)) : null;
		const mention = text[index] === '@' ? longest(mentions, text, index) : undefined;
		if (url) {
			flush();
			inlines.push({ kind: 'link', href: url[0], children: [{ kind: 'text', text: url[0] }] });
			index += url[0].length;
		} else if (mention) {
			flush();
			const id = mention.literal.slice(1);
			const { shown, notifies } = mention;
			inlines.push({ kind: 'mention', id, name: shown.slice(1), shown, notifies });
			index += mention.literal.length;
		} else plain += text[index++];
	}
	flush();
	return atAll ? [...inlines, { kind: 'text', text: ' ' }, EVERYBODY] : inlines;
}

const longest = (mentions: MentionText[], text: string, index: number): MentionText | undefined =>
	mentions
		.filter((mention) => text.startsWith(mention.literal, index))
		.sort((a, b) => b.literal.length - a.literal.length)[0];
