import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botText } from '../../../../lib/dingtalk/botText';
import { splitList } from '../../../../lib/notification/keyword';
import type { BotOperation } from '../../../shared/bot';
import { formOf } from '../../../shared/operations';

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
		const list = (name: string) => splitList(String(context.getNodeParameter(name, item, '')));
		return [
			botText({
				text: String(context.getNodeParameter('text', item, '')),
				mobiles: list('mentionMobiles'),
				userIds: list('mentionUserIds'),
				mentionAll: context.getNodeParameter('mentionAll', item, false) as boolean,
				keywords,
				language,
			}),
		];
	},
};
