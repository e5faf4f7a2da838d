import { groupField, readGroup } from '../../fields';
import { robotTypesForm } from '../../messageTypes/forms';
import { robotTypes } from '../../messageTypes/robot';
import { readMessage } from '../../messageTypes/types';
import type { DingTalkSend } from '../../platform';
import { toGroup } from '../../robot';

export const sendToGroup: DingTalkSend = {
	option: {
		name: 'Send to Group',
		value: 'sendToGroup',
		action: 'Send a message to a group',
		description: "Send a message from the app's robot to an internal group that the robot is in",
	},

	form: [groupField, ...robotTypesForm],

	messages: async (tools) => {
		const group = readGroup(tools);
		return [toGroup(tools, group, await readMessage(tools, robotTypes))];
	},
};
