import type { BotMessage } from '../../../lib/dingtalk/botClient';
import { sendActionCard } from '../../DingTalkBot/actions/message/sendActionCard';
import { sendFeedCard } from '../../DingTalkBot/actions/message/sendFeedCard';
import { sendJson } from '../../DingTalkBot/actions/message/sendJson';
import { sendLink } from '../../DingTalkBot/actions/message/sendLink';
import { sendMarkdown } from '../../DingTalkBot/actions/message/sendMarkdown';
import { sendText } from '../../DingTalkBot/actions/message/sendText';
import type { BotOperation } from '../../shared/bot';
import type { MessageType, MessageTypes } from './types';

/** A reply takes the messages of a group bot, mentions and all. */
const reply = (name: string, value: string, { form, build }: BotOperation<BotMessage>): MessageType<BotMessage> => ({
	option: { name, value },
	form,
	read: ({ context, item, language }) => build(context, item, { keywords: [], secrets: [], language })[0]!,
});

export const replyTypes: MessageTypes<BotMessage> = [
	reply('Text', 'text', sendText),
	reply('Markdown', 'markdown', sendMarkdown),
	reply('Action Card', 'actionCard', sendActionCard),
	reply('Feed Card', 'feedCard', sendFeedCard),
	reply('Link', 'link', sendLink),
	// Its hint speaks of a signature, which a session does not need.
	reply('Custom (JSON)', 'custom', { ...sendJson, form: sendJson.form.map((field) => ({ ...field, hint: '' })) }),
];
