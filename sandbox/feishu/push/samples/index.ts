import type { JsonObject } from '../../../types';
import { CHAT_SAMPLES } from './chats';
import { ORGANIZATION_SAMPLES } from './organization';
import { REQUEST_SAMPLES } from './requests';
import { WORK_SAMPLES } from './work';

/**
 * One event of every type that the sandbox can send besides the messages and clicks of its people: by its type, the
 * `event` object with the fields of the type's page. Values are made up.
 */
export const FEISHU_SAMPLES: Record<string, JsonObject> = { ...CHAT_SAMPLES, ...ORGANIZATION_SAMPLES, ...WORK_SAMPLES, ...REQUEST_SAMPLES };

export const FEISHU_EVENT_TYPES: readonly string[] = ['im.message.receive_v1', 'card.action.trigger', ...Object.keys(FEISHU_SAMPLES)];
