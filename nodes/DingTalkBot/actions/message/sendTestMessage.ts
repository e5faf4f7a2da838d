import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { HOSTS } from '../../../../lib/dingtalk/botAddress';
import { botText } from '../../../../lib/dingtalk/botText';
import { testMessage } from '../../../shared/testMessage';

export const sendTestMessage = testMessage<BotMessage>(HOSTS, (text, build) => botText({ text, mobiles: [], userIds: [], mentionAll: false, ...build }));
