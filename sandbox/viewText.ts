import { markdownText } from './dingtalk/markdownText';
import type { Mention } from './types';
import type { Block, CardView, Inline, LinkTile, MentionText, MessageView, OaView } from './view';

/** Everything a reader sees in the message, as plain text. */
export function viewText(view: MessageView): string {
	switch (view.kind) {
		case 'text':
			return inlineText(view.inlines);
		case 'post':
			return lines([view.title, ...view.paragraphs.map(inlineText)]);
		case 'card':
			return cardText(view.card);
		case 'markdown':
			return lines([shownMentions(markdownText(view.source), view.mentions), view.atAll ? '@所有人' : '']);
		case 'actionCard':
			return lines([
				shownMentions(markdownText(view.source), view.mentions),
				view.atAll ? '@所有人' : '',
				...view.buttons.map((button) => button.title),
			]);
		case 'link':
			return tileText(view.tile);
		case 'feedCard':
			return lines(view.tiles.map(tileText));
		case 'file':
			return view.fileKind === 'image' ? '' : view.name;
		case 'oa':
			return oaText(view);
		case 'ding':
			return view.text;
		default:
			// A picture, a group card, a card template: no text of the message itself.
			return '';
	}
}

const lines = (parts: string[]): string => parts.filter((part) => part !== '').join('\n');

const oaText = ({ head, status, title, form, rich, content, fileCount = '', author }: OaView): string =>
	lines([
		head.text,
		status?.value ?? '',
		title,
		...form.map(({ key, value }) => `${key}${value}`),
		rich ? `${rich.num} ${rich.unit}`.trim() : '',
		content,
		fileCount,
		author,
	]);

const tileText = (tile: LinkTile): string => lines([tile.title, tile.text]);

/** A text in which every `@x` reads as the client shows it. */
export const shownMentions = (text: string, mentions: MentionText[]): string =>
	text.replace(/@[0-9A-Za-z_]+/g, (word) => mentions.find(({ literal }) => literal === word)?.shown ?? word);

export const inlineText = (inlines: Inline[]): string => inlines.map(pieceText).join('');

function pieceText(inline: Inline): string {
	switch (inline.kind) {
		case 'text':
		case 'tag':
			return inline.text;
		case 'break':
			return '\n';
		case 'mention':
			return inline.shown;
		case 'image':
			return inline.alt;
		default:
			return inlineText(inline.children);
	}
}

function cardText(card: CardView): string {
	const tags = card.tags.map((tag) => tag.text).join(' ');
	return lines([inlineText(card.title), inlineText(card.subtitle), tags, ...card.blocks.map(blockText)]);
}

function blockText(block: Block): string {
	switch (block.kind) {
		case 'text':
		case 'heading':
		case 'quote':
			return inlineText(block.inlines);
		case 'item':
			return `${block.marker} ${inlineText(block.inlines)}`;
		case 'code':
			return block.text;
		case 'div':
			return lines([block.text, block.fields.flatMap((field) => field.blocks), block.extra].flat().map(blockText));
		case 'markdown':
			return lines(block.blocks.map(blockText));
		case 'dingMarkdown':
			return markdownText(block.source);
		case 'note':
			return block.parts.map(blockText).filter(Boolean).join(' ');
		case 'actions':
			return lines(block.buttons.map((button) => button.text));
		case 'columns':
			return lines(block.columns.flatMap((column) => column.blocks.map(blockText)));
		case 'row':
		case 'form':
		case 'box':
			return lines(block.blocks.map(blockText));
		case 'panel':
			return lines([inlineText(block.title), ...block.blocks.map(blockText)]);
		case 'input':
		case 'picker':
			return lines([inlineText(block.label), block.value || block.placeholder]);
		case 'select': {
			const chosen = block.options.filter(({ selected }) => selected).map(({ text }) => text);
			return lines([inlineText(block.label), chosen.join(', ') || block.placeholder]);
		}
		case 'checker':
			return inlineText(block.inlines);
		case 'people':
			return block.names.join(', ');
		case 'table':
			return lines([block.columns.join(' '), ...block.rows.map((row) => row.map(inlineText).join(' '))]);
		default:
			return '';
	}
}

/** Everybody a Feishu or Lark message notifies, each once, in order. */
export function viewMentions(view: MessageView): Mention[] {
	const found = new Map<string, Mention>();
	const collect = (value: unknown): void => {
		if (Array.isArray(value)) return value.forEach(collect);
		if (typeof value !== 'object' || value === null) return;
		const inline = value as Inline;
		if (inline.kind === 'mention' && inline.notifies && !found.has(inline.id)) {
			found.set(inline.id, { type: inline.id === 'all' ? 'all' : 'user', id: inline.id, name: inline.name });
		}
		if (inline.kind === 'mention') return;
		const block = value as Block;
		if (block.kind !== 'unrendered') Object.values(value).forEach(collect);
	};
	collect(view);
	return [...found.values()];
}
