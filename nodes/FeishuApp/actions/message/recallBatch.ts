import { recallBatch as recall } from '../../../../lib/feishu/api/batchMessages';
import { shown } from '../../fields';
import type { FeishuRequest } from '../../platform';
import { batchIdField, readBatchId } from './batchField';

export const recallBatch: FeishuRequest = {
	option: { name: 'Recall Batch', value: 'recallBatch', action: 'Recall a batch', description: 'Take all messages of a batch back, as long as the administrator lets messages be recalled' },

	form: [batchIdField],

	run: async (tools) => {
		const id = readBatchId(tools);
		return shown(tools, await tools.request(recall(id)), () => ({ batch_id: id, recalled: true }));
	},
};
