import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { app, type AppBody } from '../../../lib/feishu/appMessage';
import type { Medium } from '../../../lib/feishu/medium';
import { InputError } from '../../../lib/inputError';
import { textParameter } from '../../../lib/n8n/parameters';
import type { Rendered } from '../../../lib/notification/types';
import type { Tools } from '../platform';
import { inOrder } from '../../shared/inOrder';
import { card } from './card';
import { audio, file, video } from './file';
import { image } from './image';
import { cardEntity, cardJson, cardTemplate } from './readyCards';
import { richText } from './richText';
import { shareChat, shareUser } from './share';
import { text } from './text';
import type { MessageType } from './types';

export type Types = [MessageType, ...MessageType[]];

/** In the order of the editor; the first is what it begins with. */
export const ALL_TYPES: Types = [text, audio, card, cardEntity, cardJson, cardTemplate, file, image, richText, shareChat, shareUser, video];
export const EDITABLE_TYPES: Types = [text, richText];
export const CARD_TYPES: Types = [card, cardJson, cardTemplate];
export const BATCH_TYPES: Types = [text, card, cardJson, cardTemplate, image, richText, shareChat];

/**
 * A field that several types have is in the form once. None is required: where an expression makes the type, n8n would
 * want the fields of all types filled in. What is empty is an error of its item.
 */
const shownFor = new Map<INodeProperties, INodeProperties>();
for (const field of new Set(ALL_TYPES.flatMap(({ form }) => form))) {
	const messageType = ALL_TYPES.filter(({ form }) => form.includes(field)).map(({ option }) => option.value);
	shownFor.set(field, updateDisplayOptions({ show: { messageType } }, [{ ...field, required: false }])[0]!);
}

/**
 * The form of a message of one of these types.
 *
 * @param own what the choice between them is called where it is no message
 */
export function contentForm(types: Types, own: Partial<Pick<INodeProperties, 'displayName' | 'description'>> = {}): INodeProperties[] {
	const first = types[0].option.value;
	const messageType: INodeProperties = {
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		default: first,
		description: 'What kind of message it is',
		options: types.map(({ option }) => option).sort((a, b) => a.name.localeCompare(b.name)),
		...own,
	};
	return [messageType, ...inOrder(types.map(({ form }) => form)).map((field) => shownFor.get(field)!)];
}

/** The form of a message of any type. */
export const contentFields = contentForm(ALL_TYPES);

/** The message that an item's parameters describe. */
export async function readContent(tools: Tools, types: Types, medium: Medium = app): Promise<Rendered<AppBody>> {
	const name = textParameter(tools.context, 'messageType', tools.item) || types[0].option.value;
	const type = types.find(({ option }) => option.value === name);
	if (!type) {
		const known = types.map(({ option }) => option.value).join(', ');
		throw new InputError(`Message Type: ${name.slice(0, 100)} is not one of ${known}`, 'Check the expression that makes it.');
	}
	return await type.read(tools, medium);
}
