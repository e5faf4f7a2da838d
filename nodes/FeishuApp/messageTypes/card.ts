import { composedCard } from '../../../lib/feishu/composedCard';
import { cardForm, readCard } from '../../shared/larkCard';
import { imageKeyField } from './image';
import { mentionFields, readMentions } from './mentions';
import type { MessageType } from './types';

export const card: MessageType = {
	option: { name: 'Card', value: 'card', description: 'A card with a coloured title, text, fields, a picture and buttons' },

	form: [...cardForm({ imageKey: imageKeyField, hearsClicks: true }), ...mentionFields],

	read: async (tools, medium) =>
		composedCard({ ...readCard(tools.context, tools.item), ...(await readMentions(tools)), keywords: [], language: tools.language, medium }),
};
