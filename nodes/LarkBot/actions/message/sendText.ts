import { botText } from '../../../../lib/feishu/botText';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import type { BotOperation } from '../../../shared/bot';
import { formOf } from '../../../shared/operations';
import { listParameter, textParameter } from '../../../shared/parameters';

export const sendText: BotOperation<BotMessage> = {
	description: formOf('message', 'sendText', [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. The backup has finished',
			description: 'What the chat shows. Mentions go into the fields below; tags in the text are shown as they are.',
		},
		{
			displayName: 'Mention People',
			name: 'mentionOpenIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. ou_1f2e3d4c, ou_5b6a7c8d',
			hint: 'A group bot can only mention by open ID, not by phone number or e-mail address',
			description: 'Open IDs of group members, separated by commas',
		},
		{
			displayName: 'Mention Everyone',
			name: 'mentionAll',
			type: 'boolean',
			default: false,
			description: 'Whether to mention everyone in the group; the group must allow it',
		},
	]),

	build(context, item, { keywords, language }) {
		return [
			botText({
				text: textParameter(context, 'text', item),
				mentions: listParameter(context, 'mentionOpenIds', item),
				mentionAll: context.getNodeParameter('mentionAll', item, false) as boolean,
				keywords,
				language,
			}),
		];
	},
};
