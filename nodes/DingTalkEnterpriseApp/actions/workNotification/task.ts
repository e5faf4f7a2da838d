import type { INodeProperties } from 'n8n-workflow';
import { agentIdOf, taskIdOf, type WorkTask } from '../../../../lib/dingtalk/api/workNotifications';
import { setting } from '../../../../lib/dingtalk/appCredential';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { Tools } from '../../platform';

/** Which work notification it is about. */
export const taskField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The messageId that Work Notification > Send returned',
};

export const readTask = ({ context, item, credential }: Tools): WorkTask => ({
	agentId: agentIdOf(setting(credential, 'agentId')),
	taskId: taskIdOf(textParameter(context, 'taskId', item)),
});
