import { sha256 } from '../../../../lib/hash';
import { markUrgent as alert, notAlerted, URGENT_MOST, URGENT_WAYS } from '../../../../lib/feishu/api/urgent';
import { readerOf } from '../../../../lib/feishu/api/recipients';
import { optionParameter } from '../../../../lib/n8n/parameters';
import { messageIdField, readMessageId } from '../../fields';
import type { FeishuSend } from '../../platform';
import { peopleForm, readPeople } from '../../recipients';

export const markUrgent: FeishuSend = {
	option: {
		name: 'Mark Urgent',
		value: 'markUrgent',
		action: 'Mark a message as urgent',
		description: 'Alert people to a message that the app has sent: in the app, by SMS or by a phone call',
	},

	form: [
		messageIdField,
		{
			displayName: 'Alert By',
			name: 'alertBy',
			type: 'options',
			default: 'app',
			hint: 'Needs the scope im:message.urgent, by SMS im:message.urgent:sms, by phone im:message.urgent:phone',
			description: 'SMS and phone use up the urgent messages that the organization has bought',
			options: [
				{ name: 'App', value: 'app', description: 'A notice in Feishu or Lark that stays until it is confirmed' },
				{ name: 'Phone', value: 'phone', description: 'The app notice, and a phone call that reads the message' },
				{ name: 'SMS', value: 'sms', description: 'The app notice, and a text message' },
			],
		},
		...peopleForm,
	],

	messages: async (tools) => {
		const messageId = readMessageId(tools);
		const way = optionParameter(tools.context, 'alertBy', tools.item, [...URGENT_WAYS]);
		const { type, people } = await readPeople(tools);
		return people.map((person) => ({
			to: readerOf(tools.app, person),
			rendered: { body: { user_id_list: [person.id] }, warnings: [] },
			call: (body) => alert(messageId, way, body, type),
			idempotent: false,
			read: (answer) => ({ messageId, refused: notAlerted(answer) }),
			unreachable: person.failure,
			batch: {
				kind: sha256(JSON.stringify([messageId, way, type])),
				recipient: person.id,
				most: URGENT_MOST,
				to: (ids) => ({ user_id_list: ids }),
			},
		}));
	},
};
