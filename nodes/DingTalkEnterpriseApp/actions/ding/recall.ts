import type { IDataObject } from 'n8n-workflow';
import { dingRecall } from '../../../../lib/dingtalk/api/ding';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';

export const recall: DingTalkRequest = {
	option: { name: 'Recall', value: 'recall', action: 'Recall a DING', description: 'Take a DING back that the same robot has sent' },

	form: [
		{
			displayName: 'DING ID',
			name: 'openDingId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.messageId }}',
			description: 'The ID that Send returned as messageId (dingIds, if the DING went to more than 200 people, or to more than 20 by SMS or phone)',
		},
	],

	run: async (tools) => {
		const messageId = textParameter(tools.context, 'openDingId', tools.item).trim();
		const answer = await tools.request(dingRecall(setting(tools.credential, 'robotCode'), messageId));
		return (isSimplified(tools) ? { messageId, recalled: true } : answer) as IDataObject;
	},
};
