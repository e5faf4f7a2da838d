import type { JsonObject } from './types';

/** A piece of running text. `shown` of a mention is what the reader sees; `notifies` is false for a mere name. */
export type Inline =
	| { kind: 'text'; text: string }
	| { kind: 'break' }
	| { kind: 'bold' | 'italic' | 'strike' | 'code'; children: Inline[] }
	| { kind: 'font'; color: string; children: Inline[] }
	| { kind: 'link'; href: string; children: Inline[] }
	| { kind: 'mention'; id: string; name: string; shown: string; notifies: boolean }
	| { kind: 'tag'; color: string; text: string }
	| { kind: 'image'; key: string; alt: string };

export interface CardButton {
	text: string;
	type: string;
	/** Empty when the button opens nothing. */
	href: string;
	disabled: boolean;
	/** By which a click on it is told to the app; absent when nobody is told. */
	control?: string;
	/** It sends the form that it stands in. */
	submits?: boolean;
}

/** What the parts of a card that take an answer have in common. */
export interface Control {
	label: Inline[];
	placeholder: string;
	required: boolean;
	disabled: boolean;
	/** What it is called in the form that it stands in. */
	name?: string;
	/** By which a choice is told to the app at once; absent in a form, and where nobody is told. */
	control?: string;
}

export type Block =
	| { kind: 'text'; inlines: Inline[] }
	| { kind: 'heading'; level: number; inlines: Inline[] }
	| { kind: 'item'; marker: string; indent: number; inlines: Inline[] }
	| { kind: 'quote'; inlines: Inline[] }
	| { kind: 'code'; text: string }
	| { kind: 'hr' }
	| { kind: 'div'; text: Block[]; fields: Array<{ short: boolean; blocks: Block[] }>; extra: Block[] }
	| { kind: 'markdown'; align: string; blocks: Block[] }
	/** The Markdown of DingTalk, in a card of its card platform. */
	| { kind: 'dingMarkdown'; source: string }
	| { kind: 'image'; key: string; alt: string }
	| { kind: 'note'; parts: Block[] }
	| { kind: 'actions'; buttons: CardButton[] }
	| { kind: 'columns'; shaded: boolean; columns: Array<{ weight: number; auto: boolean; blocks: Block[] }> }
	/** Controls side by side. */
	| { kind: 'row'; blocks: Block[] }
	| { kind: 'form'; blocks: Block[] }
	| (Control & { kind: 'input'; value: string; multiline: boolean })
	| (Control & { kind: 'select'; multiple: boolean; options: Array<{ text: string; selected: boolean; value?: string }> })
	| (Control & { kind: 'picker'; type: 'date' | 'time' | 'datetime'; value: string })
	| { kind: 'checker'; inlines: Inline[]; checked: boolean; disabled: boolean; name?: string; control?: string }
	/** The choices behind a button with three dots. */
	| { kind: 'menu'; options: Array<{ text: string; href: string; value?: string }>; control?: string }
	| { kind: 'panel'; title: Inline[]; expanded: boolean; blocks: Block[] }
	/** A box that leads somewhere as a whole; an empty address leads nowhere. */
	| { kind: 'box'; href: string; blocks: Block[]; control?: string }
	| { kind: 'gallery'; images: Array<{ key: string; alt: string }> }
	| { kind: 'people'; names: string[] }
	| { kind: 'table'; columns: string[]; rows: Inline[][][] }
	| { kind: 'unrendered'; tag: string; json: JsonObject };

export interface CardView {
	title: Inline[];
	subtitle: Inline[];
	hasHeader: boolean;
	/** A header colour of the card documents, e.g. `red`; `default` is no colour. */
	template: string;
	tags: Array<{ text: string; color: string }>;
	blocks: Block[];
	/** Where a click on the card leads; empty = nowhere. */
	href: string;
}

export interface LinkTile {
	title: string;
	text: string;
	href: string;
	picUrl: string;
}

/** How `@x` in a DingTalk text reads: the literal in the source and what is shown for it. */
export interface MentionText {
	literal: string;
	shown: string;
	notifies: boolean;
}

/** How a file is shown: by itself, or as a tile with its name. */
export type FileKind = 'image' | 'file' | 'audio' | 'video';

/** An OA message of DingTalk's work notifications. Colours are 8 hex digits (`FFBBBBBB`, alpha first); empty = none. */
export interface OaView {
	head: { text: string; color: string };
	title: string;
	form: Array<{ key: string; value: string }>;
	rich?: { num: string; unit: string };
	content: string;
	/** Key of an uploaded picture or a web address. */
	image?: string;
	fileCount?: string;
	author: string;
	status?: { value: string; color: string };
	/** Empty = nowhere. */
	href: string;
}

export type MessageView =
	| { kind: 'text'; inlines: Inline[] }
	| { kind: 'post'; title: string; paragraphs: Inline[][] }
	| { kind: 'tile'; label: string; detail: string }
	| { kind: 'card'; card: CardView }
	| { kind: 'markdown'; source: string; mentions: MentionText[]; atAll: boolean }
	| { kind: 'link'; tile: LinkTile }
	| {
			kind: 'actionCard';
			source: string;
			mentions: MentionText[];
			atAll: boolean;
			buttons: Array<{ title: string; href: string }>;
			horizontal: boolean;
	  }
	| { kind: 'feedCard'; tiles: LinkTile[] }
	| { kind: 'file'; fileKind: FileKind; key: string; name: string }
	| ({ kind: 'oa' } & OaView)
	| { kind: 'ding'; remind: 'app' | 'sms' | 'phone'; text: string }
	| { kind: 'unrendered'; type: string; json: JsonObject };
