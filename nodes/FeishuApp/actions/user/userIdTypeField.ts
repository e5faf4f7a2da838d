import type { INodeProperties } from 'n8n-workflow';

/** Which of a person's IDs an operation returns. */
export const userIdTypeField: INodeProperties = {
	displayName: 'ID to Return',
	name: 'userIdType',
	type: 'options',
	default: 'open_id',
	description: 'Which of the IDs of a person to return',
	options: [
		{ name: 'Open ID', value: 'open_id', description: 'Belongs to this app; what messages and members are best named by' },
		{ name: 'Union ID', value: 'union_id', description: 'The same in all apps of one maker' },
		{ name: 'User ID', value: 'user_id', description: "The organization's own; needs the scope contact:user.employee_id:readonly" },
	],
};
