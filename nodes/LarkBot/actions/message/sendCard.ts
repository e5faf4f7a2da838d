import type { BotMessage } from '../../../../lib/feishu/botClient';
import { composedCard } from '../../../../lib/feishu/composedCard';
import type { BotOperation } from '../../../shared/bot';
import { cardForm, readCard } from '../../../shared/larkCard';
import { imageKeyField, mentionFields, readMentions } from '../../../shared/larkForm';

export const sendCard: BotOperation<BotMessage> = {
	option: {
		name: 'Send Card',
		value: 'sendCard',
		action: 'Send a card',
		description: 'Send a card with a coloured title, text, fields, a picture and link buttons',
	},

	form: [...cardForm({ imageKey: imageKeyField, hearsClicks: false }), ...mentionFields],

	build: (context, item, { keywords, language }) => [
		composedCard({ ...readCard(context, item), ...readMentions(context, item), keywords, language }),
	],
};
