import type { Group } from '../../../sandbox';
import { cardView } from '../../../sandbox/feishu/cardView';
import type { Block, MessageView } from '../../../sandbox/view';
import { viewText } from '../../../sandbox/viewText';

const group: Group = {
	id: 'oc_1',
	platform: 'feishu',
	name: 'Operations',
	allowAtAll: true,
	members: [{ name: 'Li Lei', openId: 'ou_lilei' }, { name: 'Han Meimei', openId: 'ou_han' }],
};

const plain = (content: string) => ({ tag: 'plain_text', content });
const card = (...elements: object[]) => cardView({ schema: '2.0', body: { elements } }, group);
const only = (element: object): Block => card(element).blocks[0]!;
const text = (...elements: object[]): string => viewText({ kind: 'card', card: card(...elements) });
const options = [
	{ text: plain('Tonight'), value: 'a' },
	{ text: plain('Tomorrow'), value: 'b' },
];
const selected = (element: object): string[] => {
	const block = only(element);
	return block.kind === 'select' ? block.options.filter((option) => option.selected).map((option) => option.text) : [block.kind];
};

describe('the controls of a card', () => {
	it('keep what was chosen in advance', () => {
		expect(selected({ tag: 'select_static', options })).toEqual([]);
		expect(selected({ tag: 'select_static', options, initial_option: 'b' })).toEqual(['Tomorrow']);
		expect(selected({ tag: 'select_static', options, initial_index: 1 })).toEqual(['Tonight']);
		expect(selected({ tag: 'multi_select_static', options, selected_values: ['a', 'b'] })).toEqual(['Tonight', 'Tomorrow']);
		expect(only({ tag: 'picker_datetime', initial_datetime: '2026-11-21 08:30' })).toMatchObject({ type: 'datetime', value: '2026-11-21 08:30' });
		expect(only({ tag: 'checker', text: plain('Done'), checked: true })).toMatchObject({ checked: true, disabled: false });
	});

	it('call people by name, and somebody unknown by the ID', () => {
		const people = [{ value: 'ou_lilei' }, { value: 'ou_stranger' }];
		expect(only({ tag: 'select_person', options: people })).toMatchObject({ options: [{ text: 'Li Lei' }, { text: 'ou_stranger' }] });
		expect(only({ tag: 'person_list', persons: [{ id: 'ou_han' }] })).toEqual({ kind: 'people', names: ['Han Meimei'] });
	});

	it('stand inside of forms, panels, boxes and columns', () => {
		const input = { tag: 'input', label: plain('Reason'), placeholder: plain('Why?') };
		const nested = { tag: 'form', elements: [{ tag: 'column_set', columns: [{ tag: 'column', elements: [input] }] }] };
		expect(text(nested)).toBe('Reason\nWhy?');
		expect(text({ tag: 'collapsible_panel', header: { title: plain('More') }, elements: [input] })).toBe('More\nReason\nWhy?');
		expect(text({ tag: 'interactive_container', elements: [{ ...input, default_value: 'Repair' }] })).toBe('Reason\nRepair');
	});

	it('share a row with the buttons of an action', () => {
		const actions = (...list: object[]) => cardView({ elements: [{ tag: 'action', actions: list }] }, group).blocks[0];
		const button = { tag: 'button', text: plain('OK') };
		expect(actions(button, button)).toMatchObject({ kind: 'actions', buttons: [{ text: 'OK' }, { text: 'OK' }] });
		expect(actions(button, { tag: 'date_picker' })).toMatchObject({ kind: 'row', blocks: [{ kind: 'actions' }, { kind: 'picker' }] });
	});

	it('are named with their JSON when the sandbox cannot draw them', () => {
		expect(only({ tag: 'chart', chart_spec: {} })).toEqual({ kind: 'unrendered', tag: 'chart', json: { tag: 'chart', chart_spec: {} } });
	});
});

it('a table has the rows in the order of its columns', () => {
	const columns = [{ name: 'host', display_name: 'Host' }, { name: 'used', data_type: 'number' }, { name: 'state', data_type: 'options' }];
	const rows = [{ used: 93, host: 'db-1', state: [{ text: 'full', color: 'red' }] }, { host: 'db-2' }];
	expect(text({ tag: 'table', columns, rows })).toBe('Host used state\ndb-1 93 full\ndb-2  ');
});

describe('the text of a message', () => {
	it.each<[MessageView, string]>([
		[{ kind: 'file', fileKind: 'file', key: 'file_1', name: 'report.pdf' }, 'report.pdf'],
		[{ kind: 'file', fileKind: 'image', key: 'img_1', name: 'a.png' }, ''],
		[{ kind: 'card', card: { ...card(), blocks: [{ kind: 'dingMarkdown', source: '**db-1** is full' }] } }, 'db-1 is full'],
		[{ kind: 'ding', remind: 'sms', text: 'Look' }, 'Look'],
		[
			{
				kind: 'oa',
				head: { text: 'On call', color: 'FFBBBBBB' },
				title: 'Request',
				form: [{ key: 'Name: ', value: 'Li' }],
				rich: { num: '15.6', unit: 'h' },
				content: 'Body',
				author: 'Han',
				status: { value: 'open', color: '0xFFF65E5E' },
				href: 'https://example.com',
			},
			'On call\nopen\nRequest\nName: Li\n15.6 h\nBody\nHan',
		],
	])('%j reads %j', (view, expected) => {
		expect(viewText(view)).toBe(expected);
	});
});
