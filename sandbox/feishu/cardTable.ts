import { asArray, asObject, asText, isObject } from '../json';
import type { JsonObject } from '../types';
import type { Block, Inline } from '../view';
import { nameOf } from './cardControls';
import type { CardContext } from './cardText';
import { parseLarkMd } from './larkMd';

/**
 * "表格", https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/table
 * Unconfirmed: how a client writes a date or a formatted number; here the figure as given.
 */
export function table(element: JsonObject, context: CardContext): Block {
	const columns = asArray(element.columns).filter(isObject);
	return {
		kind: 'table',
		columns: columns.map(({ display_name: shown, name }) => asText(shown) || asText(name)),
		rows: asArray(element.rows)
			.filter(isObject)
			.map((row) => columns.map(({ name, data_type: type }) => cell(row[asText(name)], asText(type), context))),
	};
}

function cell(value: unknown, type: string, context: CardContext): Inline[] {
	switch (type) {
		case 'options':
			return asArray(value).map((option) => ({
				kind: 'tag',
				text: asText(asObject(option).text),
				color: asText(asObject(option).color) || 'neutral',
			}));
		case 'persons':
			return (Array.isArray(value) ? value : [value]).map((id) => ({ kind: 'tag', text: nameOf(id, context), color: 'neutral' }));
		case 'lark_md':
		case 'markdown':
			return parseLarkMd(asText(value), { group: context.group, component: type === 'markdown' });
		default:
			return [{ kind: 'text', text: typeof value === 'number' ? String(value) : asText(value) }];
	}
}
