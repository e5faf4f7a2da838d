import type { Group } from '../types';
import type { Inline } from '../view';
import { decodeEntities } from './entities';
import { mention } from './people';

/**
 * The Markdown subset of card text: `lark_md` and the inline part of the markdown component.
 * "普通文本", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/plain-text
 * "富文本（Markdown）", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/rich-text
 */
export interface InlineOptions {
	group: Group;
	/** Images and inline code exist in the markdown component only. */
	component: boolean;
}

const MAX_NESTING = 8;
const URL_START = /^https?:\/\//i;
const BARE_URL = /^https?:\/\/[^\s<>"'，。；！）】]+/i;

interface Found {
	length: number;
	nodes: Inline[];
}

type Rule = (rest: string, context: Context) => Found | undefined;

interface Context extends InlineOptions {
	level: number;
	before: string;
}

const attribute = (attributes: string, name: string): string | undefined => {
	const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
	return match?.[1] ?? match?.[2] ?? match?.[3];
};

const inner = (source: string, context: Context): Inline[] => parse(source, { ...context, level: context.level + 1 });

const paired =
	(mark: string, kind: 'bold' | 'italic' | 'strike'): Rule =>
	(rest, context) => {
		if (!rest.startsWith(mark)) return undefined;
		const end = rest.indexOf(mark, mark.length + 1);
		const content = end < 0 ? '' : rest.slice(mark.length, end);
		if (content === '' || /^\s|\s$/.test(content)) return undefined;
		return { length: end + mark.length, nodes: [{ kind, children: inner(content, context) }] };
	};

const at: Rule = (rest, { group }) => {
	const match = /^<at\s+([^>]*)>([^<]*)<\/at>/i.exec(rest);
	if (match === null) return undefined;
	const attributes = match[1] ?? '';
	const ids = (attribute(attributes, 'ids') ?? attribute(attributes, 'id') ?? attribute(attributes, 'email') ?? '').split(',').filter(Boolean);
	const name = decodeEntities(match[2] ?? '');
	const nodes = ids.map((id) => mention(group, id, name));
	return { length: match[0].length, nodes };
};

const tagged: Rule = (rest, context) => {
	const match = /^<(font|text_tag|a|link)(\s[^>]*)?>/i.exec(rest);
	if (match === null) return undefined;
	const name = (match[1] ?? '').toLowerCase();
	const close = rest.toLowerCase().indexOf(`</${name}>`, match[0].length);
	if (close < 0) return undefined;
	const content = rest.slice(match[0].length, close);
	const length = close + name.length + 3;
	const attributes = match[2] ?? '';
	if (name === 'font') {
		const color = attribute(attributes, 'color') ?? 'default';
		return { length, nodes: [{ kind: 'font', color, children: inner(content, context) }] };
	}
	if (name === 'text_tag') {
		const color = attribute(attributes, 'color') ?? 'neutral';
		return { length, nodes: [{ kind: 'tag', color, text: decodeEntities(content).trim() }] };
	}
	const href = attribute(attributes, name === 'a' ? 'href' : 'url') ?? content.trim();
	return { length, nodes: [link(href, content.trim() === '' ? href : content.trim(), context)] };
};

const markdownLink: Rule = (rest, context) => {
	const match = /^(!?)\[([^\]\n]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/.exec(rest);
	if (match === null) return undefined;
	const text = match[2] ?? '';
	const target = match[3] ?? '';
	if (match[1] === '!') {
		if (!context.component) return { length: match[0].length, nodes: [{ kind: 'text', text: decodeEntities(match[0]) }] };
		return { length: match[0].length, nodes: [{ kind: 'image', key: target, alt: decodeEntities(text) }] };
	}
	return { length: match[0].length, nodes: [link(target, text, context)] };
};

const bareUrl: Rule = (rest, context) => {
	const match = /\w$/.test(context.before) ? null : BARE_URL.exec(rest);
	if (match === null) return undefined;
	return { length: match[0].length, nodes: [link(match[0], match[0], { ...context, level: MAX_NESTING })] };
};

const lineBreak: Rule = (rest) => {
	const match = /^(?:\r?\n|<br\s*\/?>)/i.exec(rest);
	return match ? { length: match[0].length, nodes: [{ kind: 'break' }] } : undefined;
};

const inlineCode: Rule = (rest, { component }) => {
	const match = component ? /^`([^`\n]+)`/.exec(rest) : null;
	return match
		? { length: match[0].length, nodes: [{ kind: 'code', children: [{ kind: 'text', text: match[1] ?? '' }] }] }
		: undefined;
};

/** A link leads somewhere only with http or https; without it the text stands alone. */
function link(href: string, text: string, context: Context): Inline {
	const isPlain = context.level >= MAX_NESTING || URL_START.test(text);
	const children: Inline[] = isPlain ? [{ kind: 'text', text: decodeEntities(text) }] : inner(text, context);
	return { kind: 'link', href: URL_START.test(href) ? decodeEntities(href) : '', children };
}

const RULES: Rule[] = [
	lineBreak,
	at,
	tagged,
	inlineCode,
	paired('**', 'bold'),
	paired('__', 'bold'),
	paired('~~', 'strike'),
	paired('*', 'italic'),
	markdownLink,
	bareUrl,
];

/** Where any rule could begin. */
const SPECIAL = /[\r\n<`*_~![h]/gi;

function parse(source: string, context: Context): Inline[] {
	if (context.level > MAX_NESTING) return [{ kind: 'text', text: decodeEntities(source) }];
	const nodes: Inline[] = [];
	let plain = '';
	const flush = (): void => {
		if (plain !== '') nodes.push({ kind: 'text', text: decodeEntities(plain) });
		plain = '';
	};
	let index = 0;
	while (index < source.length) {
		SPECIAL.lastIndex = index;
		const next = SPECIAL.exec(source)?.index ?? source.length;
		plain += source.slice(index, next);
		index = next;
		if (index >= source.length) break;
		const found = firstMatch(source.slice(index), { ...context, before: source.slice(Math.max(0, index - 1), index) });
		if (found) {
			flush();
			nodes.push(...found.nodes);
			index += found.length;
		} else plain += source[index++];
	}
	flush();
	return nodes;
}

function firstMatch(rest: string, context: Context): Found | undefined {
	for (const rule of RULES) {
		const found = rule(rest, context);
		if (found) return found;
	}
	return undefined;
}

/** Card text as a reader sees it. */
export const parseLarkMd = (source: string, options: InlineOptions): Inline[] =>
	parse(source, { ...options, level: 0, before: '' });

/** The ids of every `<at>` tag of a card text, as written; `undefined` for a tag without id (email, user_id, ...). */
export const mentionedIds = (source: string): Array<string | undefined> =>
	[...source.matchAll(/<at(?:\s+([^>]*))?>/gi)].flatMap((match) => {
		const attributes = match[1] ?? '';
		const ids = attribute(attributes, 'ids') ?? attribute(attributes, 'id');
		return ids === undefined ? [undefined] : ids.split(',');
	});
