import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { AppBody } from '../../../lib/feishu/appMessage';
import type { Medium } from '../../../lib/feishu/medium';
import type { Rendered } from '../../../lib/notification/types';
import type { Tools } from '../platform';

/** One kind of message: how it is offered, its form, and what an item's parameters make of it. */
export interface MessageType {
	option: INodePropertyOptions & { value: string };
	form: INodeProperties[];
	read(tools: Tools, medium: Medium): Rendered<AppBody> | Promise<Rendered<AppBody>>;
}
