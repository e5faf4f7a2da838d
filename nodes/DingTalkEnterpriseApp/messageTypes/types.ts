import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import type { Rendered } from '../../../lib/notification/types';
import { optionParameter } from '../../../lib/n8n/parameters';
import type { Tools } from '../platform';

/** A kind of message: how it is offered, its form, and the message that an item's parameters make. */
export interface MessageType<Body> {
	option: INodePropertyOptions & { value: string };
	form: INodeProperties[];
	read(tools: Tools): Rendered<Body> | Promise<Rendered<Body>>;
}

/** The first is what is offered first. */
export type MessageTypes<Body> = [MessageType<Body>, ...Array<MessageType<Body>>];

/** The form of an operation that sends any of these. */
export function typesForm<Body>(types: MessageTypes<Body>): INodeProperties[] {
	const options = types.map(({ option }) => option);
	const [first] = options.map(({ value }) => value);
	return [
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			noDataExpression: true,
			default: first,
			description: 'What kind of message to send',
			options: options.sort((a, b) => (a.name < b.name ? -1 : 1)),
		},
		...types.flatMap(({ option, form }) => updateDisplayOptions({ show: { messageType: [option.value] } }, form)),
	];
}

export async function readMessage<Body>(tools: Tools, types: MessageTypes<Body>): Promise<Rendered<Body>> {
	const [first, ...others] = types.map(({ option }) => option.value) as [string, ...string[]];
	const chosen = optionParameter(tools.context, 'messageType', tools.item, [first, ...others]);
	return await types.find(({ option }) => option.value === chosen)!.read(tools);
}
