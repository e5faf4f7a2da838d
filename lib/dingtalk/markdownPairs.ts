/**
 * The paired markup of a markdown text (emphasis, links, pictures, code, font tags): what a cut may not tear apart.
 * Headings, lists and quotes need no end and are none of it.
 */
export interface Pair {
	/** From the first character of its beginning to behind the last one of its end. */
	start: number;
	end: number;
	/** What stands between the two. */
	inner: number;
	innerEnd: number;
	/** What ends it early; undefined for what can't be ended early and has to be left out. */
	close?: string;
}

/** All pairs of a text, in the order of their ends. A block of code that nothing ends reaches to infinity. */
export function pairsOf(source: string): Pair[] {
	const pairs: Pair[] = [];
	let fence: Fence | undefined;
	let paragraph = 0;
	const newParagraph = (at: number) => {
		for (const pair of new Paragraph(source.slice(paragraph, at), paragraph).pairs()) pairs.push(pair);
		paragraph = at;
	};
	for (let at = 0, end = 0; at <= source.length; at = end + 1) {
		end = indexOrEnd(source, '\n', at);
		const line = source.slice(at, end);
		const marks = FENCE.exec(line)?.groups as FenceMarks | undefined;
		if (fence) {
			if (!marks || !ends(fence, marks)) continue;
			pairs.push(fencePair(fence, at, end));
			fence = undefined;
			paragraph = end + 1;
		} else if (marks && !(marks.marks.startsWith('`') && marks.info.includes('`'))) {
			newParagraph(at);
			fence = { ...marks, start: at, inner: end + 1 };
		} else if (BEGINS_PARAGRAPH.test(line)) {
			newParagraph(at);
			if (HEADING.test(line)) newParagraph(end + 1);
		}
	}
	if (fence) pairs.push(fencePair(fence, Infinity, Infinity));
	else newParagraph(source.length);
	return pairs;
}

/** Also in a quote or a list item. */
const FENCE = /^(?<prefix>[ >]*)(?<marks>`{3,}|~{3,})(?<info>.*)$/;
/** Emphasis and links end with their paragraph, list item or heading. */
const BEGINS_PARAGRAPH = /^[ \t>]*(?:$|(?:[-+*]|\d+[.)]|#{1,6})[ \t])/;
const HEADING = /^[ \t>]*#/;

interface FenceMarks {
	prefix: string;
	marks: string;
	info: string;
}

interface Fence extends FenceMarks {
	start: number;
	inner: number;
}

const ends = (fence: Fence, { prefix, marks, info }: FenceMarks): boolean =>
	marks.startsWith(fence.marks) && info.trim() === '' && prefix.includes('>') === fence.prefix.includes('>');

const fencePair = ({ start, inner, prefix, marks }: Fence, innerEnd: number, end: number): Pair => ({
	start,
	inner,
	innerEnd,
	end,
	close: `\n${prefix}${marks}\n`,
});

function indexOrEnd(text: string, searched: string, from: number): number {
	const at = text.indexOf(searched, from);
	return at < 0 ? text.length : at;
}

/** An escaped character, code, the beginning and the end of a link, emphasis, a tag, an entity. */
const TOKEN = /\\[^]|`+|!?\[|\]|\*+|_+|~+|<[^<>\n]*>|&#?\w{1,31};/g;
/** `(address "title")` behind a link's text; no address is longer than this. */
const LINK_TARGET = /\((?:[^()\s\\]|\\.|\([^()\s]{0,1000}\)){0,4000}(?:\s+(?:"[^"]{0,1000}"|'[^']{0,1000}'))?\s*\)/y;
const TICKS = /`+/g;

/** More than anybody nests: looking for one among many thousands takes seconds. */
const MOST_OPENERS = 100;

/** The beginning of a pair whose end has not been met yet. */
interface Opener {
	mark: '[' | '*' | '_' | '~' | '<font';
	at: number;
	/** How many characters are left to pair; the last ones are paired first. */
	length: number;
}

/** Reads one paragraph from its beginning to its end. */
class Paragraph {
	private readonly found: Pair[] = [];
	private readonly openers: Opener[] = [];
	/** Backticks that nothing ends from here on: looking for their end time and again takes minutes. */
	private readonly endlessTicks = new Set<string>();

	/** @param offset where the paragraph stands in the whole text */
	constructor(
		private readonly text: string,
		private readonly offset: number,
	) {}

	pairs(): Pair[] {
		const tokens = new RegExp(TOKEN);
		for (let match = tokens.exec(this.text); match; match = tokens.exec(this.text)) {
			tokens.lastIndex = this.take(match[0], match.index);
		}
		return this.found;
	}

	/** Returns where to go on. */
	private take(token: string, at: number): number {
		const end = at + token.length;
		switch (token[0]) {
			case '`':
				return this.takeCode(token, at);
			case '!':
			case '[':
				this.open('[', at, end);
				return end;
			case ']':
				return this.takeLinkEnd(at);
			case '*':
			case '_':
			case '~':
				this.takeEmphasis(token[0], token, at);
				return end;
			default:
				// An escaped character, a tag, an entity: nothing of it can be left.
				this.add(at, end, end, end);
				if (token.startsWith('<')) this.takeTag(token, at);
				return end;
		}
	}

	private add(start: number, inner: number, innerEnd: number, end: number, close?: string): void {
		const { offset } = this;
		this.found.push({ start: offset + start, inner: offset + inner, innerEnd: offset + innerEnd, end: offset + end, close });
	}

	private takeCode(ticks: string, at: number): number {
		const inner = at + ticks.length;
		if (this.endlessTicks.has(ticks)) return inner;
		TICKS.lastIndex = inner;
		let last = TICKS.exec(this.text);
		while (last && last[0] !== ticks) last = TICKS.exec(this.text);
		if (!last) {
			this.endlessTicks.add(ticks);
			return inner;
		}
		const end = last.index + ticks.length;
		const holdsTicks = this.text.slice(inner, last.index).includes('`');
		this.add(at, inner, last.index, end, holdsTicks ? undefined : ticks);
		return end;
	}

	private takeLinkEnd(at: number): number {
		const index = this.lastOpener('[');
		const opener = this.openers[index];
		if (!opener) return at + 1;
		LINK_TARGET.lastIndex = at + 1;
		const target = LINK_TARGET.exec(this.text)?.[0];
		// Brackets without an address are brackets; what they hold may go on behind them.
		this.openers.splice(index, target === undefined ? 1 : Infinity);
		if (target === undefined) return at + 1;
		const end = at + 1 + target.length;
		// A picture's text is not shown: there is nothing to keep of it.
		const close = this.text[opener.at] === '!' ? undefined : this.text.slice(at, end);
		this.add(opener.at, opener.at + opener.length, at, end, close);
		return end;
	}

	private takeTag(tag: string, at: number): void {
		if (/^<font\b/i.test(tag)) this.open('<font', at, at + tag.length);
		if (!/^<\/font\s*>$/i.test(tag)) return;
		const index = this.lastOpener('<font');
		const opener = this.openers[index];
		if (!opener) return;
		this.openers.splice(index, 1);
		this.add(opener.at, opener.at + opener.length, at, at + tag.length, '</font>');
	}

	/** A run of `*`, `_` or `~` ends what it can of the same mark, and begins something with what is left of it. */
	private takeEmphasis(mark: '*' | '_' | '~', run: string, at: number): void {
		const end = at + run.length;
		const { begins, ends } = touching(this.text, mark, at, end);
		let from = at;
		while (ends && from < end) {
			// Not out of a link's text: a link holds its emphasis whole.
			const index = this.lastOpener(mark, '[');
			const opener = this.openers[index];
			if (!opener) break;
			const length = Math.min(opener.length, end - from, 2);
			if (mark === '~' && length < 2) break;
			const inner = opener.at + opener.length;
			this.add(inner - length, inner, from, from + length, mark.repeat(length));
			from += length;
			opener.length -= length;
			this.openers.splice(opener.length > 0 ? index + 1 : index);
		}
		if (begins && from < end) this.open(mark, from, end);
	}

	/** Its index, or -1; looks no further back than to a `barrier`. */
	private lastOpener(mark: Opener['mark'], barrier?: Opener['mark']): number {
		const index = this.openers.findLastIndex((opener) => opener.mark === mark || opener.mark === barrier);
		return this.openers[index]?.mark === mark ? index : -1;
	}

	private open(mark: Opener['mark'], at: number, end: number): void {
		this.openers.push({ mark, at, length: end - at });
		if (this.openers.length > MOST_OPENERS) this.openers.shift();
	}
}

const SPACE = /^(?:\s|$)/u;
const PUNCTUATION = /^[\p{P}\p{S}]/u;

/** Whether a run of marks can begin and end emphasis: it has to touch the word on that side. */
function touching(text: string, mark: string, at: number, end: number): { begins: boolean; ends: boolean } {
	const before = /.?$/su.exec(text.slice(Math.max(0, at - 2), at))![0];
	const behind = text.slice(end, end + 2);
	const left = !SPACE.test(behind) && (!PUNCTUATION.test(behind) || SPACE.test(before) || PUNCTUATION.test(before));
	const right = !SPACE.test(before) && (!PUNCTUATION.test(before) || SPACE.test(behind) || PUNCTUATION.test(behind));
	if (mark !== '_') return { begins: left, ends: right };
	// Underscores also stand in the middle of names.
	return { begins: left && (!right || PUNCTUATION.test(before)), ends: right && (!left || PUNCTUATION.test(behind)) };
}
