import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ApiFailure, attempt } from '../../../../lib/apiFailure';
import { isForAMessage, MOST_KEYS, recalled, recallMessages } from '../../../../lib/dingtalk/api/messages';
import { setting } from '../../../../lib/dingtalk/appCredential';
import type { Failure } from '../../../../lib/delivery/types';
import type { JsonObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { Loader } from '../../../../lib/loader';
import { listParameter } from '../../../../lib/n8n/parameters';
import { FailedOutput } from '../../../../lib/n8n/runItems';
import { isSimplified } from '../../../shared/app';
import { groupField, readSentTo, sentToField } from '../../fields';
import type { DingTalkRequest, Tools } from '../../platform';

const keysField: INodeProperties = {
	displayName: 'Message IDs',
	name: 'messageIds',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	hint: 'People who got a message by the same call share its ID: it is recalled from all of them',
	description: 'The messageId that the send operation returned (processQueryKey), or several separated by commas. Messages to people can be recalled for 24 hours; for groups DingTalk states no time.',
};

/** What became of one message, and the answer that tells of it. */
interface Recalled {
	failure: Failure | null;
	answer: JsonObject;
}

/** The keys of all items go together in as few calls as hold them. */
const loader = ({ shared, request }: Tools, robotCode: string, group: string | undefined) =>
	shared(`recall ${robotCode} ${group ?? ''}`, () => {
		const ask = (keys: string[]) =>
			attempt(async () => {
				const answer = await request(recallMessages({ robotCode, group, keys }));
				return new Map([...recalled(answer, keys)].map(([key, failure]): [string, Recalled] => [key, { failure, answer }]));
			});
		const load = async (keys: string[]): Promise<Map<string, Recalled>> => {
			const outcome = await ask(keys);
			if (outcome instanceof Map) return outcome;
			const { failure } = outcome;
			if (!isForAMessage(failure)) throw new ApiFailure(failure);
			if (keys.length === 1) return new Map(keys.map((key) => [key, { failure, answer: {} }]));
			return new Map((await Promise.all(keys.map((key) => load([key])))).flatMap((one) => [...one]));
		};
		return new Loader<Recalled>(MOST_KEYS, load);
	});

export const recall: DingTalkRequest = {
	option: {
		name: 'Recall',
		value: 'recall',
		action: 'Recall messages',
		description: "Take back messages of the app's robot, from people or a group",
	},

	form: [sentToField, { ...groupField, displayOptions: { show: { sentTo: ['group'] } } }, keysField],

	allAtOnce: true,

	run: async (tools) => {
		const group = readSentTo(tools);
		const keys = [...new Set(listParameter(tools.context, 'messageIds', tools.item))];
		if (keys.length === 0) throw new InputError('There is no message ID', 'Enter the messageId that the send operation returned.');
		const load = loader(tools, setting(tools.credential, 'robotCode'), group);
		const outcomes = await Promise.all(keys.map(async (messageId) => ({ messageId, ...(await load.get(messageId))! })));
		return outcomes.map(({ messageId, failure, answer }): IDataObject | FailedOutput => {
			if (failure) return new FailedOutput({ messageId }, failure);
			return isSimplified(tools) ? { messageId, recalled: true } : (answer as IDataObject);
		});
	},
};
