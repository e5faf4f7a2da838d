import { listPins, simplePin } from '../../../../lib/feishu/api/pins';
import { listFields } from '../../../shared/lists';
import { readList, shown } from '../../fields';
import { chatField, readChat } from '../../methods/chats';
import type { FeishuRequest } from '../../platform';

export const getPinned: FeishuRequest = {
	option: { name: 'Get Pinned', value: 'getPinned', action: 'Get pinned messages', description: 'List the pinned messages of a chat' },

	form: [chatField, ...listFields],

	run: async (tools) => (await readList(tools, listPins(readChat(tools)))).map((one) => shown(tools, one, simplePin)),
};
