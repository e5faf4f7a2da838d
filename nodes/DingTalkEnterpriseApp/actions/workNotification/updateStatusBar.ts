import type { IDataObject } from 'n8n-workflow';
import { updateStatusBar as update } from '../../../../lib/dingtalk/api/workNotifications';
import { textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { readTask, taskField } from './task';

const COLOR = '#78C06E';

export const updateStatusBar: DingTalkRequest = {
	option: {
		name: 'Update Status Bar',
		value: 'updateStatusBar',
		action: 'Update the status bar of a work notification',
		description: 'Change the status that an OA message shows, within 7 days: "Approved" instead of "Waiting"',
	},

	form: [
		taskField,
		{
			displayName: 'Status',
			name: 'status',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Approved',
			description: 'What the status bar shows',
		},
		{ displayName: 'Color', name: 'statusColor', type: 'color', default: COLOR, description: 'Background of the status bar' },
	],

	run: async (tools) => {
		const { context, item } = tools;
		const task = readTask(tools);
		const status = textParameter(context, 'status', item).trim();
		const color = textParameter(context, 'statusColor', item).trim() || COLOR;
		const answer = await tools.request(update(task, status, color));
		return (isSimplified(tools) ? { taskId: task.taskId, status } : answer) as IDataObject;
	},
};
