/**
 * Writes the files in dingtalk/, which DingTalk's card editor imports: `node examples/card-templates/build.mjs`.
 * An export holds a card twice: as the editor knows it (`editorData`) and as the clients draw it (`widgetInfo`).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Variables by name: what Send Notification fills, and what an approval needs besides. */
const VARIABLES = {
	title: ['string', 'Disk full on db-1', 'One line that says what happened'],
	status: ['string', 'Firing', 'A word: firing, resolved, ...'],
	severity: ['string', 'Critical', 'A word: critical, warning, info'],
	summary: ['string', 'Only 2 % are left on /var', 'What happened, in a few lines'],
	fields: ['markdown', '**Instance:** db-1  \n**Since:** 10:32', 'Names and values, a line for each'],
	lines: ['markdown', '- Disk full on db-1\n- Disk full on db-2', 'Events that share the message, a line for each'],
	links: ['markdown', '[Dashboard](https://example.com/)', 'Links side by side'],
	linkText: ['string', 'Dashboard', 'The first link: the label of its button'],
	linkUrl: ['string', 'https://example.com/', 'The first link: where its button leads'],
	footer: ['string', 'alertmanager', 'Small print'],
	decision: ['string', '', 'Empty until somebody has decided; then what takes the place of the buttons'],
};

const fixed = (type, value) => ({ type, valueType: 'fixed', value, variable: '', variableType: 'global' });
const text = (content) => ({ type: 'dynamicString', i18n: false, content });
const nothing = () => ({ op: 'and', conditions: [] });
const condition = ({ variable, op }) => ({
	op: 'and',
	conditions: [{ type: 'variable', variable, variableType: 'global', op, value: '', valueType: 'fixed', valueVariableType: 'global' }],
});
const visible = (when) => ({ type: 'dynamicVisible', value: true, valueType: when ? 'condition' : 'fixed', condition: when ? condition(when) : nothing() });

const isGiven = (variable) => ({ variable, op: 'isNotEmpty' });
const isMissing = (variable) => ({ variable, op: 'isEmpty' });

/** Expressions of the clients' layout. */
const data = (variable) => `@data{data.cardData.${variable}}`;
const shown = (when) => {
	if (!when) return {};
	const [given, missing] = when.op === 'isEmpty' ? ['gone', 'visible'] : ['visible', 'gone'];
	return { visibility: `@triple{${data(when.variable)},'${given}','${missing}'}` };
};
const MARGINS = { marginLeft: 12, marginRight: 12, marginTop: 6, marginBottom: 6 };
const WIDE = { width: 'match_parent', height: 'match_content' };
const margins = Object.fromEntries(Object.entries(MARGINS).map(([name, value]) => [name, `${value}np`]));
const dark = (light, other) => `@dtDarkModeAdapter{'${light}','${other}'}`;

let ids = 0;
const node = (componentName, title, props, children) => ({
	componentName,
	id: `node_${componentName.toLowerCase()}${++ids}`,
	props,
	title,
	hidden: false,
	isLocked: false,
	condition: true,
	conditionGroup: '',
	...(children && { children }),
});

const widget = (name, attributes, children = []) => ({ name, attributes, children });

/** A line of text from a variable, or several lines. */
function baseText(variable, { bold = false, size = 'middle', lines = 1, gray = false } = {}) {
	const pixels = { large: 17, middle: 15, small: 12 }[size];
	const made = node('BaseText', 'Text', {
		...MARGINS,
		text: text(`\${${variable}}`),
		maxLine: fixed('dynamicNumber', lines),
		visible: visible(isGiven(variable)),
		fontColorType: 'Standard',
		color: gray ? 'gray' : 'black',
		fontSizeType: 'Standard',
		size,
		bold,
		italic: false,
		strikeThrough: false,
		gravity: 'left',
		lineHeight: 'normal',
	});
	const color = gray ? dark('#A2A3A5', '#8A8C8E') : dark('#171A1D', '#EEF2F8');
	const drawn = widget('FastTextView', { ...WIDE, text: `@toStr{${data(variable)}}`, textSize: `${pixels}np`, lineBreakMode: 'end', maxLines: `${lines}`, isBold: `${bold}`, textColor: color });
	return [made, widget('LinearLayout', { ...WIDE, ...margins, userId: made.id, ...shown(isGiven(variable)) }, [drawn])];
}

function markdown(variable) {
	const content = { type: 'dynamicMarkdown', valueType: 'variable', value: '', variable, variableType: 'global' };
	const made = node('Markdown', 'Markdown', { ...MARGINS, mdVer: 0, content, visible: visible(isGiven(variable)) });
	const drawn = widget('DDRichTextView', { ...WIDE, attributedText: data(variable) });
	return [made, widget('LinearLayout', { ...WIDE, ...margins, userId: made.id, ...shown(isGiven(variable)) }, [drawn])];
}

function divider() {
	const made = node('Divider', 'Divider', { ...MARGINS, direction: 'horizontal', color: '#1F111F2C', visible: visible() });
	return [made, widget('LinearLayout', { ...WIDE, ...margins, userId: made.id }, [widget('View', { width: 'match_parent', height: '0.5np', backgroundColor: '#297E868E' })])];
}

/** `action` is `{ url }`, the name of a variable with an address, or `{ id }`, what the click tells. */
function button(label, color, when, action) {
	const link = 'url' in action ? { ...fixed('dynamicLink', ''), valueType: 'variable', variable: action.url } : fixed('dynamicLink', '');
	const made = node('SingleButton', 'Button', {
		...MARGINS,
		text: text(label),
		status: fixed('dynamicSelect', 'normal'),
		color: fixed('dynamicSelect', color),
		actionType: 'url' in action ? 'url' : 'request',
		urlType: 'all',
		url: link,
		actionId: text(action.id ?? ''),
		params: action.id ? [{ id: '1', type: 'fixed', name: 'action', value: action.id, variable: '', variableType: 'global' }] : [],
		successToast: text(''),
		failureToast: text(''),
		successCondition: nothing(),
		visible: visible(when),
		enableClickEvent: true,
	});
	const params = `@dtMapAppend{null,'action','${action.id}'}`;
	const onTap =
		'url' in action
			? `@dtOpenLink{@toStr{${data(action.url)}}}`
			: `@dtSendOutData{@dtMapAppend{null,'actionType','0','cardInstanceId',@data{data.cardInstanceId},'actionId','${action.id}','actionData',@dtMapAppend{null,'context',@data{data.renderContext},'cardPrivateData',@dtMapAppend{null,'params',${params},'actionIds',@dtArrayAppend{null,'${action.id}'}}}}}`;
	const words = label.startsWith('${') ? data(label.slice(2, -1)) : `'${label}'`;
	const background = { blue: '#007FFF', red: '#FF4D4F', gray: '#8A8C8E' }[color];
	const drawn = widget('FastTextView', { ...WIDE, text: `@toStr{${words}}`, textSize: '14np', textColor: '#FFFFFF', textGravity: 'center', lineHeight: '36np' });
	return [made, widget('LinearLayout', { ...WIDE, ...margins, userId: made.id, cornerRadius: '6np', backgroundColor: background, onTap, ...shown(when) }, [drawn])];
}

const escaped = (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#039;').replaceAll('<', '&lt;');

function layout({ name, attributes, children }, depth = 0) {
	const indent = ' '.repeat(depth);
	const written = Object.entries(attributes).map(([key, value]) => `\n${indent}  ${key}="${escaped(value)}"`);
	return `${indent}<${name}${written.join('')}>\n${children.map((child) => layout(child, depth + 1)).join('')}${indent}</${name}>\n`;
}

function template(variables, parts) {
	const root = node('Card', '', { actionType: 'url', urlType: 'all', url: fixed('dynamicLink', ''), params: [], summaryContent: { type: 'variableValue', variableType: 'global', variable: 'title' }, enableClickEvent: false }, parts.map(([made]) => made));
	const names = [...new Set([root, ...root.children].map(({ componentName }) => componentName))];
	const editorData = {
		schemaVersion: '2.0.0',
		schema: {
			version: '1.0.0',
			componentsMap: names.map((componentName) => ({ package: '@ali/dxComponent', version: '1.0.0', exportName: componentName, main: './src/index.tsx', destructuring: false, subName: '', componentName })),
			componentsTree: [{ ...root, fileName: 'card', dataSource: { list: [] } }],
			i18n: {},
		},
		mockData: { cardData: Object.fromEntries(variables.map((name) => [name, VARIABLES[name][1]])), cardPrivateData: {}, localData: {}, richTextData: {} },
		editVersion: 0,
		customWidgetInfo: '',
		useCustomWidgetInfo: false,
		variableList: variables.map((name) => ({ name, id: name, type: VARIABLES[name][0], private: false, description: VARIABLES[name][2], editorVarType: 'variables' })),
		formList: [],
		expList: [],
		localList: [],
		hsfList: [],
		lwpList: [],
		extension: { extendType: 'NORMAL', fileTypeList: [] },
	};
	const drawn = widget('LinearLayout', { width: '@data{width}', height: 'match_content', userId: root.id, orientation: 'vertical', cornerRadius: '6np', backgroundColor: dark('#FFFFFF', '#1E1E1E') }, parts.map(([, one]) => one));
	return { editorData: JSON.stringify(editorData), widgetInfo: layout(drawn), type: 'im', mode: 'card' };
}

const heading = () => [baseText('title', { bold: true, size: 'large', lines: 3 }), baseText('status', { gray: true })];
const linkButton = () => button('${linkText}', 'blue', isGiven('linkUrl'), { url: 'linkUrl' });

const TEMPLATES = {
	alert: () =>
		template(
			['title', 'status', 'severity', 'summary', 'fields', 'links', 'linkText', 'linkUrl', 'footer'],
			[...heading(), baseText('severity', { gray: true }), divider(), baseText('summary', { lines: 20 }), markdown('fields'), markdown('links'), linkButton(), baseText('footer', { gray: true, size: 'small' })],
		),
	approval: () =>
		template(
			['title', 'status', 'summary', 'fields', 'decision', 'linkText', 'linkUrl', 'footer'],
			[
				...heading(),
				divider(),
				baseText('summary', { lines: 20 }),
				markdown('fields'),
				button('Approve', 'blue', isMissing('decision'), { id: 'approve' }),
				button('Reject', 'red', isMissing('decision'), { id: 'reject' }),
				baseText('decision', { bold: true, lines: 3 }),
				linkButton(),
				baseText('footer', { gray: true, size: 'small' }),
			],
		),
	digest: () =>
		template(
			['title', 'status', 'summary', 'lines', 'links', 'footer'],
			[...heading(), divider(), baseText('summary', { lines: 10 }), markdown('lines'), markdown('links'), baseText('footer', { gray: true, size: 'small' })],
		),
};

for (const [name, make] of Object.entries(TEMPLATES)) {
	ids = 0;
	writeFileSync(fileURLToPath(new URL(`dingtalk/${name}.json`, import.meta.url)), `${JSON.stringify(make(), null, '\t')}\n`);
}
