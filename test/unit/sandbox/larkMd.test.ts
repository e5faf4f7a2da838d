import fc from 'fast-check';
import type { Group } from '../../../sandbox';
import { decodeEntities } from '../../../sandbox/feishu/entities';
import { mentionedIds, parseLarkMd } from '../../../sandbox/feishu/larkMd';
import { parseMarkdown } from '../../../sandbox/feishu/markdownBlocks';
import { inlineText } from '../../../sandbox/viewText';

const group: Group = {
	id: 'oc_1',
	platform: 'feishu',
	name: 'g',
	allowAtAll: true,
	members: [{ name: '李雷', openId: 'ou_lilei' }],
};
const lark = (source: string) => parseLarkMd(source, { group, component: false });
const component = (source: string) => parseLarkMd(source, { group, component: true });
const text = (value: string) => ({ kind: 'text', text: value });

describe('lark_md', () => {
	it.each([
		['**粗体**', [{ kind: 'bold', children: [text('粗体')] }]],
		['__粗体__', [{ kind: 'bold', children: [text('粗体')] }]],
		['*斜体*', [{ kind: 'italic', children: [text('斜体')] }]],
		['~~删除线~~', [{ kind: 'strike', children: [text('删除线')] }]],
		['a\nb<br>c<br/>d', [text('a'), { kind: 'break' }, text('b'), { kind: 'break' }, text('c'), { kind: 'break' }, text('d')]],
		['[链接](https://e.com/a?b=1&c=2)', [{ kind: 'link', href: 'https://e.com/a?b=1&c=2', children: [text('链接')] }]],
		["<a href='https://e.com'></a>", [{ kind: 'link', href: 'https://e.com', children: [text('https://e.com')] }]],
		['<a>https://e.com</a>', [{ kind: 'link', href: 'https://e.com', children: [text('https://e.com')] }]],
		["<link icon='chat' url='https://e.com'>会</link>", [{ kind: 'link', href: 'https://e.com', children: [text('会')] }]],
		['看 https://e.com，好', [text('看 '), { kind: 'link', href: 'https://e.com', children: [text('https://e.com')] }, text('，好')]],
		["<font color='red'>红**粗**</font>", [{ kind: 'font', color: 'red', children: [text('红'), { kind: 'bold', children: [text('粗')] }] }]],
		['<font color=green>绿</font>', [{ kind: 'font', color: 'green', children: [text('绿')] }]],
		["<text_tag color='blue'>P1</text_tag>", [{ kind: 'tag', color: 'blue', text: 'P1' }]],
		['**a *b* c**', [{ kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }, text(' c')] }]],
	])('reads %s', (source, nodes) => {
		expect(lark(source)).toEqual(nodes);
	});

	it('shows members by name and mentions everybody', () => {
		expect(lark('<at id=ou_lilei></at> <at id="all"></at>')).toEqual([
			{ kind: 'mention', id: 'ou_lilei', name: '李雷', shown: '@李雷', notifies: true },
			text(' '),
			{ kind: 'mention', id: 'all', name: '所有人', shown: '@所有人', notifies: true },
		]);
		expect(lark('<at ids=ou_lilei,ou_nobody></at>').map((node) => node.kind === 'mention' && node.notifies)).toEqual([
			true,
			false,
		]);
	});

	it.each([
		['&#42;&#42;not bold&#42;&#42;', '**not bold**'],
		['&#60;at id=all&#62;&#60;/at&#62;', '<at id=all></at>'],
		['a&nbsp;b&amp;c', 'a\u00a0b&c'],
		['2 * 3 * 4', '2 * 3 * 4'],
		['a ** b', 'a ** b'],
		['**', '**'],
		['[text](', '[text]('],
		['<at id=all>', '<at id=all>'],
		['<font color=red>never closed', '<font color=red>never closed'],
		['- item', '- item'],
		['# heading', '# heading'],
		['`code`', '`code`'],
		['![alt](img_1)', '![alt](img_1)'],
	])('leaves %s to be read as %s', (source, shown) => {
		expect(inlineText(lark(source))).toBe(shown);
	});

	it('gives links that are neither http nor https no address', () => {
		for (const href of ['javascript:alert(1)', 'data:text/html,x', 'www.example.com', '/relative']) {
			expect(lark(`[x](${href})`)).toEqual([{ kind: 'link', href: '', children: [text('x')] }]);
		}
	});

	it('never loses plain text', () => {
		const words = fc.stringMatching(/^[a-zA-Z0-9一-龥 .,;@#$%^+=|?/]*$/u).filter((value) => !/https?:\/\//i.test(value));
		fc.assert(fc.property(words, (value) => inlineText(lark(value)) === value));
	});

	it('reads anything without failing', () => {
		const pieces = fc.constantFrom('**', '*', '__', '~~', '[', '](', ')', '<at id=', '>', '</at>', '<font color=', '</font>', 'x', '\n', '&#', ';', '`', '!', 'https://', ' ');
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
				component(parts.join(''));
			}),
		);
	});

	it('stays quick on nasty input', () => {
		const started = performance.now();
		for (const piece of ['**', '*a', '<at ', '[', '<font color=red>', '~~a', '](']) lark(piece.repeat(5_000));
		expect(performance.now() - started).toBeLessThan(5_000);
	});
});

describe('the markdown component', () => {
	const kinds = (source: string, schema: 1 | 2 = 1) => parseMarkdown(source, { group, schema }).map((block) => block.kind);

	it('has lists, code blocks, lines and pictures in both schemas', () => {
		expect(kinds('text\n- a\n    - b\n1. c\n ---\n```JSON\n{"**a**": 1}\n```\nend')).toEqual([
			...['text', 'item', 'item', 'item', 'hr', 'code', 'text'],
		]);
		expect(component('![alt](img_1) `x`')).toEqual([
			{ kind: 'image', key: 'img_1', alt: 'alt' },
			text(' '),
			{ kind: 'code', children: [text('x')] },
		]);
	});

	it('has headings and quotes in 2.0 only', () => {
		expect(kinds('# H\n> q', 1)).toEqual(['text']);
		expect(kinds('# H\n> q', 2)).toEqual(['heading', 'quote']);
	});

	it('keeps lines without blank ones together', () => {
		expect(parseMarkdown('a\nb', { group, schema: 1 })).toEqual([
			{ kind: 'text', inlines: [text('a'), { kind: 'break' }, text('b')] },
		]);
	});

	it('takes an open code fence as text', () => {
		expect(kinds('```\nnever closed')).toEqual(['text']);
	});
});

describe('mentions in card text', () => {
	it('are found with and without an id', () => {
		expect(mentionedIds('<at id=ou_a></at><at ids="ou_b,ou_c"></at><at email=x@y.z></at><at></at>')).toEqual([
			'ou_a',
			'ou_b',
			'ou_c',
			undefined,
			undefined,
		]);
		expect(mentionedIds('<attic id=1> &#60;at id=all>')).toEqual([]);
	});
});

describe('entities', () => {
	it('are decoded once', () => {
		expect(decodeEntities('&amp;#42; &#38;lt; &unknown; &#x1F600; &#0; &#9999999;')).toBe(
			'&#42; &lt; &unknown; 😀 &#0; &#9999999;',
		);
	});
});
