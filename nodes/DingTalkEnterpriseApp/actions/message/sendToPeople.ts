import { robotTypes } from '../../messageTypes/robot';
import { readMessage } from '../../messageTypes/types';
import type { DingTalkSend } from '../../platform';
import { readRecipients, recipientFields, sendToField } from '../../recipients';
import { toPerson } from '../../robot';
import { robotTypesForm } from '../../messageTypes/forms';

export const sendToPeople: DingTalkSend = {
	option: {
		name: 'Send to People',
		value: 'sendToPeople',
		action: 'Send a message to people',
		description: "Send a message from the app's robot to one person or many, each in a chat of their own",
	},

	form: [sendToField(), ...recipientFields, ...robotTypesForm],

	messages: async (tools) => {
		const recipients = await readRecipients(tools);
		const rendered = await readMessage(tools, robotTypes);
		return recipients.map((recipient) => toPerson(tools, recipient, rendered));
	},
};
