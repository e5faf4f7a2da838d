import type { IDataObject } from 'n8n-workflow';
import { progressOf, workProgress } from '../../../../lib/dingtalk/api/workNotifications';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { readTask, taskField } from './task';

export const getProgress: DingTalkRequest = {
	option: {
		name: 'Get Progress',
		value: 'getProgress',
		action: 'Get the progress of a work notification',
		description: 'See how far the sending of a work notification has come, within 24 hours',
	},

	form: [taskField],

	run: async (tools) => {
		const task = readTask(tools);
		const answer = await tools.request(workProgress(task));
		return (isSimplified(tools) ? { taskId: task.taskId, ...progressOf(answer) } : answer) as IDataObject;
	},
};
