import { MOST_PEOPLE, readerKey, sendToGroup, sendToPeople, sentToGroup, sentToPeople } from '../../lib/dingtalk/api/messages';
import { setting } from '../../lib/dingtalk/appCredential';
import type { RobotMessage } from '../../lib/dingtalk/robotMessage';
import type { Rendered } from '../../lib/notification/types';
import type { DingTalkMessage, Tools } from './platform';
import type { Recipient } from './recipients';

/** A message of the app's robot, addressed. */

type ToPeople = RobotMessage & { userIds?: string[] };

export function toPerson({ app, credential }: Tools, { name, found }: Recipient, rendered: Rendered<RobotMessage>): DingTalkMessage {
	const robotCode = setting(credential, 'robotCode');
	const userId = 'userId' in found ? found.userId : '';
	const { msgKey, msgParam } = rendered.body;
	return {
		to: { name, key: readerKey(app, userId || name), limits: [] },
		rendered,
		call: (body) => {
			const { userIds = [userId], ...message } = body as ToPeople;
			return sendToPeople(robotCode, message, userIds);
		},
		// The platform knows no key by which it could drop a repetition.
		idempotent: false,
		read: sentToPeople,
		batch: {
			kind: JSON.stringify([robotCode, msgKey, msgParam]),
			recipient: userId,
			most: MOST_PEOPLE,
			to: (userIds, body) => ({ ...body, userIds }),
		},
		unreachable: 'failure' in found ? found.failure : undefined,
	};
}

export function toGroup({ app, credential }: Tools, openConversationId: string, rendered: Rendered<RobotMessage>): DingTalkMessage {
	const robotCode = setting(credential, 'robotCode');
	return {
		to: { name: openConversationId, key: readerKey(app, openConversationId), limits: [] },
		rendered,
		call: (body) => sendToGroup(robotCode, body as RobotMessage, openConversationId),
		idempotent: false,
		read: sentToGroup,
	};
}
