import { asObject, asText } from '../json';
import type { Group, JsonObject } from '../types';
import type { Inline } from '../view';
import { parseLarkMd } from './larkMd';

/** What every part of a card is drawn with. */
export interface CardContext {
	group: Group;
	schema: 1 | 2;
	/** Where each part of the card is, if its app hears of clicks; the bot of a group does not. */
	paths?: Map<JsonObject, string>;
	/** In a form nothing is told before it is sent. */
	inForm?: boolean;
}

/** The language a reader of this brand has, else the first one given. */
export function localized(i18n: unknown, group: Group): unknown {
	const all = asObject(i18n);
	return all[group.platform === 'lark' ? 'en_us' : 'zh_cn'] ?? Object.values(all)[0];
}

/** "必须配置 content 或 i18n 两个属性的其中一个。如果同时配置仅生效 i18n。" */
export function textObject(value: unknown, group: Group): Inline[] {
	const text = asObject(value);
	const content = asText(localized(text.i18n, group)) || asText(text.content);
	if (content === '') return [];
	return text.tag === 'lark_md' ? parseLarkMd(content, { group, component: false }) : [{ kind: 'text', text: content }];
}
