import type { IDataObject } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';
import { groupReaders, groupReadStatus, peopleReaders, peopleReadStatus } from '../../../../lib/dingtalk/api/messages';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { InputError } from '../../../../lib/inputError';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { JsonObject } from '../../../../lib/http';
import { isSimplified } from '../../../shared/app';
import { collect, listFields, readLimit } from '../../../shared/lists';
import { groupField, readSentTo, sentToField } from '../../fields';
import type { DingTalkRequest, Tools } from '../../platform';

const inGroup = { show: { sentTo: ['group'] } };

export const getReadStatus: DingTalkRequest = {
	option: {
		name: 'Get Read Status',
		value: 'getReadStatus',
		action: 'Get the read status of a message',
		description: "See who has read a message of the app's robot",
	},

	form: [
		sentToField,
		{ ...groupField, displayOptions: inGroup },
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.messageId }}',
			description: 'The messageId that the send operation returned (processQueryKey); within 24 hours',
		},
		...updateDisplayOptions(inGroup, listFields),
	],

	run: async (tools) => {
		const messageId = textParameter(tools.context, 'messageId', tools.item).trim();
		if (messageId === '') throw new InputError('The message ID is empty', 'Enter the messageId that the send operation returned.');
		const robotCode = setting(tools.credential, 'robotCode');
		const group = readSentTo(tools);
		if (group !== undefined) return await ofGroup(tools, robotCode, group, messageId);
		const answer = await tools.request(peopleReadStatus(robotCode, messageId));
		return (isSimplified(tools) ? { messageId, ...peopleReaders(answer) } : answer) as IDataObject;
	},
};

async function ofGroup(tools: Tools, robotCode: string, group: string, messageId: string): Promise<IDataObject> {
	const limit = readLimit(tools);
	let last: JsonObject = {};
	const read = await collect(limit, '', async (cursor) => {
		last = await tools.request(groupReadStatus(robotCode, group, messageId, cursor, limit));
		return groupReaders(last);
	});
	return (isSimplified(tools) ? { messageId, sendStatus: last.sendStatus, read } : { ...last, readUserIds: read }) as IDataObject;
}
