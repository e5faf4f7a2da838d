import type { INodeProperties } from 'n8n-workflow';

/** The text of a message; the hint says what becomes of mentions in it. */
export const textField = (hint: string): INodeProperties => ({
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	required: true,
	default: '',
	placeholder: 'e.g. The backup has finished',
	hint,
	description: 'What the chat shows',
});

export const mentionAllField: INodeProperties = {
	displayName: 'Mention Everyone',
	name: 'mentionAll',
	type: 'boolean',
	default: false,
	description: 'Whether to mention everyone in the group; the group must allow it',
};
