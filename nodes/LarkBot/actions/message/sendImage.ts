import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botImage } from '../../../../lib/feishu/botReferences';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { imageKeyField } from '../../../shared/larkForm';

export const sendImage: BotOperation<BotMessage> = {
	option: {
		name: 'Send Image',
		value: 'sendImage',
		action: 'Send an image',
		description: 'Send a picture that an app has uploaded',
	},

	form: [{ ...imageKeyField, required: true }],

	build: (context, item, { keywords }) => [botImage(textParameter(context, 'imageKey', item), keywords)],
};
