import type { Block } from '../view';
import { parseLarkMd, type InlineOptions } from './larkMd';

/**
 * The markdown component of a card, line by line: code blocks, dividing lines, lists and, in JSON 2.0 alone, headings
 * and quotes. What is not documented for the schema stays literal.
 * "富文本（Markdown）", https://open.larksuite.com/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-components/content-components/rich-text
 */
export function parseMarkdown(source: string, options: Omit<InlineOptions, 'component'> & { schema: 1 | 2 }): Block[] {
	const inline = (text: string) => parseLarkMd(text, { group: options.group, component: true });
	const blocks: Block[] = [];
	let paragraph: string[] = [];
	const flush = (): void => {
		if (paragraph.length > 0) blocks.push({ kind: 'text', inlines: inline(paragraph.join('\n')) });
		paragraph = [];
	};
	const add = (block: Block): void => {
		flush();
		blocks.push(block);
	};
	const lines = source.split(/\r?\n/);
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index] ?? '';
		if (line.startsWith('```')) {
			const end = lines.findIndex((candidate, at) => at > index && candidate.startsWith('```'));
			if (end > 0) {
				add({ kind: 'code', text: lines.slice(index + 1, end).join('\n') });
				index = end;
				continue;
			}
		}
		const item = /^( *)(-|\d+\.) +(.*)$/.exec(line);
		const heading = options.schema === 2 ? /^(#{1,6}) +(.*)$/.exec(line) : null;
		const quote = options.schema === 2 ? /^> ?(.*)$/.exec(line) : null;
		if (/^ ?---+ *$/.test(line)) add({ kind: 'hr' });
		else if (item) {
			const marker = item[2] === '-' ? '•' : (item[2] ?? '');
			add({ kind: 'item', marker, indent: Math.floor((item[1] ?? '').length / 4), inlines: inline(item[3] ?? '') });
		} else if (heading) add({ kind: 'heading', level: (heading[1] ?? '').length, inlines: inline(heading[2] ?? '') });
		else if (quote) add({ kind: 'quote', inlines: inline(quote[1] ?? '') });
		else paragraph.push(line);
	}
	flush();
	return blocks;
}
