import { batchProgress, simpleProgress } from '../../../../lib/feishu/api/batchMessages';
import { shown } from '../../fields';
import type { FeishuRequest } from '../../platform';
import { batchIdField, readBatchId } from './batchField';

export const getBatchProgress: FeishuRequest = {
	option: {
		name: 'Get Batch Progress',
		value: 'getBatchProgress',
		action: 'Get the progress of a batch',
		description: 'Get how many people a batch was for, how many have got it and how many have read it',
	},

	form: [batchIdField],

	run: async (tools) => {
		const id = readBatchId(tools);
		return shown(tools, await tools.request(batchProgress(id)), (answer) => ({ batch_id: id, ...simpleProgress(answer) }));
	},
};
