import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notificationVariables } from '../../../lib/dingtalk/notificationCard';
import { cardV2Problem } from '../../../sandbox/feishu/cardV2';
import { notification } from '../lib/support/notifications';

const FOLDER = join(__dirname, '../../../examples/card-templates');
const TEMPLATES = ['alert', 'approval', 'digest'];

const read = (platform: string, name: string): string => readFileSync(join(FOLDER, platform, `${name}.json`), 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].sort();

interface Editor {
	schema: { componentsMap: Array<{ componentName: string }>; componentsTree: Array<{ componentName: string; children: Array<{ componentName: string; id: string }> }> };
	variableList: Array<{ name: string }>;
	mockData: { cardData: object };
}

describe.each(TEMPLATES)("DingTalk's card %s", (name) => {
	const file = JSON.parse(read('dingtalk', name)) as Record<string, string>;
	const editor = JSON.parse(file.editorData!) as Editor;
	const [root] = editor.schema.componentsTree;
	const declared = editor.variableList.map(({ name: variable }) => variable).sort();

	test('has the parts of an export', () => {
		expect(Object.keys(file)).toEqual(['editorData', 'widgetInfo', 'type', 'mode']);
		expect(editor.schema.componentsMap.map(({ componentName }) => componentName).sort()).toEqual([...new Set([root!, ...root!.children].map(({ componentName }) => componentName))].sort());
		expect(Object.keys(editor.mockData.cardData).sort()).toEqual(declared);
	});

	test('declares the variables that it uses, in the editor and on the clients, and no others', () => {
		const tree = JSON.stringify(root);
		expect([...new Set([...matches(tree, /\$\{(\w+)\}/g), ...matches(tree, /"variable":"(\w+)"/g)])].sort()).toEqual(declared);
		expect(matches(file.widgetInfo!, /@data\{data\.cardData\.(\w+)\}/g)).toEqual(declared);
	});

	test('is drawn from well-formed markup, part by part', () => {
		const open: string[] = [];
		for (const [, end, tag] of file.widgetInfo!.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
			if (end) expect(open.pop()).toBe(tag);
			else open.push(tag!);
		}
		expect(open).toEqual([]);
		for (const { id } of root!.children) expect(file.widgetInfo).toContain(`userId="${id}"`);
		const expressions = file.widgetInfo!.replace(/[^{}]/g, '');
		expect(expressions.replaceAll('{', '').length).toBe(expressions.replaceAll('}', '').length);
	});

	test('is filled by Send Notification, but for the decision', () => {
		const filled = Object.keys(notificationVariables(notification(), 'default').values);
		expect(declared.filter((variable) => !filled.includes(variable))).toEqual(name === 'approval' ? ['decision'] : []);
	});

	test('the README lists its variables', () => {
		expect(listed('## DingTalk', name)).toEqual(declared);
	});
});

describe.each(TEMPLATES)("Feishu's card %s", (name) => {
	const text = read('feishu', name);

	test('is a card 2.0 once its variables are filled in', () => {
		const filled = text.replaceAll('${color}', 'red').replaceAll('${linkUrl}', 'https://example.com/').replaceAll(/\$\{\w+\}/g, 'x');
		expect(cardV2Problem(JSON.parse(filled))).toBeUndefined();
	});

	test('the README lists its variables', () => {
		expect(listed('## Feishu and Lark', name)).toEqual(matches(text, /\$\{(\w+)\}/g));
	});
});

/** The variables that a table of the README marks for a template. */
function listed(section: string, name: string): string[] {
	const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
	const [head, ...rows] = readme
		.slice(readme.indexOf(section))
		.split('\n## ')[0]!
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').map((cell) => cell.trim()));
	const column = head!.indexOf(name);
	return rows.filter((row) => row[column] === '●').flatMap((row) => matches(row[1]!, /`(\w+)`/g)).sort();
}
