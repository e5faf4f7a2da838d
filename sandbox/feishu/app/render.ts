import type { AppMessage, EndpointWorld } from '../../answer';
import { asArray, asObject, asText, isFilled, isObject } from '../../json';
import { openIdOf, type App } from '../../organization';
import type { Group, JsonObject, Member } from '../../types';
import type { FileKind, Inline, MessageView } from '../../view';
import { viewMentions, viewText } from '../../viewText';
import { decodeEntities } from '../entities';
import { parseLarkMd } from '../larkMd';
import { mention } from '../people';
import { feishuView, textInlines } from '../view';

/** The parts of a message that come from its content: how it is shown, and whom it notifies. */
export function render(
	world: EndpointWorld,
	app: App,
	group: Group,
	{ msgType, content, body }: { msgType: string; content: JsonObject; body: JsonObject },
): AppMessage {
	return { msgType, body, ...shown(viewOf(msgType, content, asSeenBy(app, group, world, msgType === 'interactive'), world)) };
}

/** The same of what a person has written, in which people are named by their user IDs and bots by the IDs of their apps. */
export function renderWritten(
	world: EndpointWorld,
	group: Group,
	{ msgType, content, body }: { msgType: string; content: JsonObject; body: JsonObject },
): AppMessage {
	const { organization } = world;
	const bots = (group.apps ?? []).flatMap((id) => organization.app(id) ?? []).map(({ id, name }): Member => ({ name, openId: id }));
	const people = group.members.map((member) => ({ ...member, openId: member.userId ?? member.openId }));
	return { msgType, body, ...shown(viewOf(msgType, content, { ...group, members: [...people, ...bots] }, world)) };
}

const shown = (view: MessageView): Pick<AppMessage, 'view' | 'text' | 'mentions'> => ({ view, text: viewText(view), mentions: viewMentions(view) });

/** The group with its members under every ID that an app may mention them by; cards alone know e-mail addresses. */
function asSeenBy(app: App, group: Group, { organization }: EndpointWorld, byEmail: boolean): Group {
	const known = (member: Member): Member[] => {
		const person = member.userId === undefined ? undefined : organization.person(app.platform, ({ userId }) => userId === member.userId);
		if (!person) return [member];
		return [openIdOf(person, app), person.unionId, person.userId, byEmail ? person.email : '']
			.filter((id) => id !== '')
			.map((openId) => ({ ...member, openId }));
	};
	return { ...group, members: group.members.flatMap(known) };
}

function viewOf(msgType: string, content: JsonObject, group: Group, world: EndpointWorld): MessageView {
	switch (msgType) {
		case 'text':
			return { kind: 'text', inlines: styledText(asText(content.text), group) };
		case 'post':
			return postView(content, group);
		case 'image':
			return fileView('image', asText(content.image_key), world);
		case 'file':
			return fileView('file', asText(content.file_key), world);
		case 'audio':
			return fileView('audio', asText(content.file_key), world);
		case 'media':
			return fileView('video', asText(content.file_key), world);
		case 'sticker':
			return { kind: 'tile', label: 'Sticker', detail: asText(content.file_key) };
		case 'share_chat':
			return { kind: 'tile', label: 'Group card', detail: world.group(asText(content.chat_id))?.name ?? asText(content.chat_id) };
		case 'share_user':
			return { kind: 'tile', label: 'Personal card', detail: nameOf(asText(content.user_id), group, world) };
		case 'system':
			return { kind: 'tile', label: 'System message', detail: asText(asObject(asObject(content.params).divider_text).text) };
		default:
			return feishuView(msgType, { card: content }, group, true);
	}
}

const fileView = (fileKind: FileKind, key: string, { files }: EndpointWorld): MessageView => ({
	kind: 'file',
	fileKind,
	key,
	name: files.find(key)?.name ?? '',
});

const nameOf = (openId: string, { platform }: Group, { organization }: EndpointWorld): string =>
	organization
		.allApps()
		.filter((app) => app.platform === platform)
		.flatMap((app) => organization.person(platform, (person) => openIdOf(person, app) === openId) ?? [])[0]?.name ?? openId;

const STYLED = /<(b|i|u|s)>([\s\S]*?)<\/\1>|\[([^[\]]+)\]\((https?:\/\/[^\s()]+)\)/;
const STYLES = { b: 'bold', i: 'italic', s: 'strike' } as const;

/** Four style tags, which nest, links and mentions. A tag without its end stays as it is. */
function styledText(text: string, group: Group): Inline[] {
	const match = STYLED.exec(text);
	if (!match) return text === '' ? [] : textInlines(text, group);
	const [whole, tag, inner, label, href] = match;
	const before = textInlines(text.slice(0, match.index), group);
	const after = styledText(text.slice(match.index + whole.length), group);
	return [...before, ...(tag === undefined ? linked(label ?? '', href ?? '') : styled(tag, styledText(inner ?? '', group))), ...after];
}

const linked = (label: string, href: string): Inline[] => [{ kind: 'link', href, children: [{ kind: 'text', text: label }] }];

const styled = (tag: string, children: Inline[]): Inline[] =>
	tag === 'u' ? children : [{ kind: STYLES[tag as keyof typeof STYLES], children }];

function postView(content: JsonObject, group: Group): MessageView {
	const preferred = group.platform === 'lark' ? ['en_us', 'zh_cn', 'ja_jp'] : ['zh_cn', 'en_us', 'ja_jp'];
	// What a person has written has no languages.
	const body = asObject(preferred.map((locale) => content[locale]).find(isObject) ?? content);
	return {
		kind: 'post',
		title: asText(body.title),
		paragraphs: asArray(body.content).map((paragraph) => asArray(paragraph).flatMap((node) => postNode(asObject(node), group))),
	};
}

function postNode(node: JsonObject, group: Group): Inline[] {
	const text = asText(node.text);
	switch (node.tag) {
		case 'a':
			return inStyle(node, linked(text, asText(node.href)));
		case 'at':
			return inStyle(node, [mention(group, asText(node.user_id), asText(node.user_name))]);
		case 'img':
			return [{ kind: 'image', key: asText(node.image_key), alt: '' }];
		case 'media':
			return [{ kind: 'image', key: isFilled(node.image_key) ? node.image_key : asText(node.file_key), alt: 'video' }];
		case 'emotion':
			return [{ kind: 'text', text: `[${asText(node.emoji_type)}]` }];
		case 'hr':
			return [{ kind: 'text', text: '———' }];
		case 'code_block':
			return [{ kind: 'code', children: [{ kind: 'text', text }] }];
		case 'md':
			// The at tag of this one names people as in text messages, `user_id`.
			return parseLarkMd(text.replace(/<at\s+user_id=/gi, '<at id='), { group, component: true });
		default:
			return inStyle(node, [{ kind: 'text', text: node.un_escape === true ? decodeEntities(text) : text }]);
	}
}

const POST_STYLES: Record<string, 'bold' | 'italic' | 'strike'> = { bold: 'bold', italic: 'italic', lineThrough: 'strike' };

/** "传入的值如果不是以上可选值，则被忽略" */
const inStyle = (node: JsonObject, inlines: Inline[]): Inline[] =>
	asArray(node.style).reduce<Inline[]>((children, style) => {
		const kind = POST_STYLES[asText(style)];
		return kind ? [{ kind, children }] : children;
	}, inlines);
