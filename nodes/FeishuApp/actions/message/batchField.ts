import type { INodeProperties } from 'n8n-workflow';
import { batchId } from '../../../../lib/feishu/api/batchMessages';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { Tools } from '../../platform';

export const batchIdField: INodeProperties = {
	displayName: 'Batch ID',
	name: 'batchId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. bm-d4be107c616aed9c1da8ed8068570a9f',
	description: 'ID that Send Batch returned (batchIds); of several, one per item',
};

export const readBatchId = ({ context, item }: Tools): string => batchId(textParameter(context, 'batchId', item));
