import { dingBody, dingFailures, dingIdOf, dingSend, mostReceivers } from '../../../../lib/dingtalk/api/ding';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { keyOfApp } from '../../../../lib/dingtalk/appClient';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { DingTalkSend } from '../../platform';
import { readerFields, readRecipients, sendToField } from '../../recipients';

export const send: DingTalkSend = {
	option: { name: 'Send', value: 'send', action: 'Send a DING', description: 'Remind people in the app, by SMS or by a phone call, and see who could not be reached' },

	form: [
		sendToField(),
		...readerFields,
		{
			displayName: 'Remind By',
			name: 'remindBy',
			type: 'options',
			default: 'app',
			description: 'How people are reminded. SMS and phone calls cost the organization money.',
			options: [
				{ name: 'In-App DING', value: 'app', description: 'A notification in DingTalk that stays until it is confirmed' },
				{ name: 'Phone Call', value: 'phone', description: 'The text is read out on the phone. The organization needs a paid pack.' },
				{ name: 'SMS', value: 'sms', description: 'The organization needs a paid pack' },
			],
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			required: true,
			default: '',
			placeholder: 'e.g. The database is down',
			description: 'What people are told; formatting is not shown',
		},
		{
			displayName: 'Voice',
			name: 'voice',
			type: 'options',
			default: '',
			displayOptions: { show: { remindBy: ['phone'] } },
			description: 'Who reads the text out',
			options: [
				{ name: 'Cantonese, Female', value: 'Cantonese_Female_Voice' },
				{ name: 'Commanding, Female', value: 'Overbearing_Female_Voice' },
				{ name: 'Gentle, Female', value: 'Gentine_Female_Voice' },
				{ name: 'Girl', value: 'Lovely_Girl_Voice' },
				{ name: 'Standard', value: '' },
				{ name: 'Standard, Male', value: 'Standard_Male_Voice' },
			],
		},
	],

	messages: async (tools) => {
		const { context, item, app, credential } = tools;
		const kind = optionParameter(context, 'remindBy', item, ['app', 'sms', 'phone']);
		const ding = { kind, content: textParameter(context, 'text', item), voice: kind === 'phone' ? textParameter(context, 'voice', item) : '' };
		const robotCode = setting(credential, 'robotCode');
		const to = (userIds: string[]) => dingBody(ding, robotCode, userIds);
		return (await readRecipients(tools)).map(({ name, found }) => {
			const userId = 'userId' in found ? found.userId : name;
			return {
				to: { name, key: `dingtalk-ding:${keyOfApp(app)}:${userId}`, limits: [] },
				rendered: { body: to([userId]), warnings: [] },
				call: dingSend,
				idempotent: false,
				read: (answer) => ({ messageId: dingIdOf(answer), refused: dingFailures(answer) }),
				batch: { kind: JSON.stringify(to([])), recipient: userId, most: mostReceivers(kind), to },
				unreachable: 'failure' in found ? found.failure : undefined,
			};
		});
	},

	findings: (_item, results) => ({ dingIds: [...new Set(results.flatMap((result) => (result.status === 'failed' ? [] : [result.messageId ?? ''])))] }),
};
