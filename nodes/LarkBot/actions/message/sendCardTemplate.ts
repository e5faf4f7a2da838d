import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botTemplate } from '../../../../lib/feishu/botReferences';
import type { BotOperation } from '../../../shared/bot';
import { cardTemplateForm, readCardTemplate } from '../../../shared/larkCardTemplate';

export const sendCardTemplate: BotOperation<BotMessage> = {
	option: {
		name: 'Send Card Template',
		value: 'sendCardTemplate',
		action: 'Send a card template',
		description: "Send a card that was made and published in the platform's card builder",
	},

	form: [
		{
			displayName:
				'The template must be published in the card builder, and this bot must be allowed there to use it (Add Custom Bot)',
			name: 'templateNotice',
			type: 'notice',
			default: '',
		},
		...cardTemplateForm,
	],

	build: (context, item, { keywords }) => [botTemplate(readCardTemplate(context, item), keywords)],
};
