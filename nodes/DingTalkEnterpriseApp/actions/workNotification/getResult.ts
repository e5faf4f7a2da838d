import type { IDataObject } from 'n8n-workflow';
import { receiversOf, workResult } from '../../../../lib/dingtalk/api/workNotifications';
import { FailedOutput } from '../../../../lib/n8n/runItems';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { readTask, taskField } from './task';

export const getResult: DingTalkRequest = {
	option: {
		name: 'Get Result',
		value: 'getResult',
		action: 'Get the result of a work notification',
		description: 'See who got a work notification, who has read it, and who did not get it and why',
	},

	form: [
		{
			displayName:
				'One output for each receiver; whom DingTalk left out has failed, with the reason. Within 24 hours, for notifications to at most 100 people; wait until Get Progress says "done".',
			name: 'resultNotice',
			type: 'notice',
			default: '',
		},
		taskField,
	],

	run: async (tools) => {
		const task = readTask(tools);
		const answer = await tools.request(workResult(task));
		if (!isSimplified(tools)) return answer as IDataObject;
		return receiversOf(answer).map((receiver) => {
			if (!('failure' in receiver)) return { taskId: task.taskId, ...receiver };
			const { failure, ...who } = receiver;
			return new FailedOutput({ taskId: task.taskId, ...who }, failure);
		});
	},
};
