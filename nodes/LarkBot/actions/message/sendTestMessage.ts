import type { BotMessage } from '../../../../lib/feishu/botClient';
import { HOSTS } from '../../../../lib/feishu/botAddress';
import { botText } from '../../../../lib/feishu/botText';
import { testMessage } from '../../../shared/testMessage';

export const sendTestMessage = testMessage<BotMessage>(HOSTS, (text, build) => botText({ text, mentions: [], mentionAll: false, ...build }));
