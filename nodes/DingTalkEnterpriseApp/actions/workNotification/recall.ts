import { recallWork } from '../../../../lib/dingtalk/api/workNotifications';
import { isSimplified } from '../../../shared/app';
import type { IDataObject } from 'n8n-workflow';
import type { DingTalkRequest } from '../../platform';
import { readTask, taskField } from './task';

export const recall: DingTalkRequest = {
	option: {
		name: 'Recall',
		value: 'recall',
		action: 'Recall a work notification',
		description: 'Take back a work notification from everybody who got it, within 24 hours',
	},

	form: [taskField],

	run: async (tools) => {
		const task = readTask(tools);
		const answer = await tools.request(recallWork(task));
		return (isSimplified(tools) ? { taskId: task.taskId, recalled: true } : answer) as IDataObject;
	},
};
