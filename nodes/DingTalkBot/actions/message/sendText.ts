import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botText } from '../../../../lib/dingtalk/botText';
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
			description: 'What the chat shows. Mentions go into the fields below; their "@" is added to the text by itself.',
		},
		{
			displayName: 'Mention by Mobile',
			name: 'mentionMobiles',
			type: 'string',
			default: '',
			placeholder: 'e.g. 13800138000, 13900139000',
			description: 'Mobile numbers of group members, separated by commas',
		},
		{
			displayName: 'Mention by User ID',
			name: 'mentionUserIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. manager4220, 0123456',
			description: 'User IDs of group members, separated by commas',
		},
		{
			displayName: 'Mention Everyone',
			name: 'mentionAll',
			type: 'boolean',
			default: false,
			description: 'Whether to mention everyone in the group',
		},
	]),

	build(context, item, { keywords, language }) {
		return [
			botText({
				text: textParameter(context, 'text', item),
				mobiles: listParameter(context, 'mentionMobiles', item),
				userIds: listParameter(context, 'mentionUserIds', item),
				mentionAll: context.getNodeParameter('mentionAll', item, false) as boolean,
				keywords,
				language,
			}),
		];
	},
};
