import { MOST_PLACES, trackIdOf } from '../../lib/dingtalk/api/cards';
import { sendToGroup, sendToPeople } from '../../lib/dingtalk/api/messages';
import { setting } from '../../lib/dingtalk/appCredential';
import type { OpenLinksIn } from '../../lib/dingtalk/links';
import { deliverCard, notificationCard, readDelivery, type CardBody } from '../../lib/dingtalk/notificationCard';
import type { RobotMessage } from '../../lib/dingtalk/robotMessage';
import type { JsonLike } from '../../lib/delivery/types';
import type { Notification, Rendered } from '../../lib/notification/types';
import type { DingTalkMessage, Tools } from './platform';
import type { Recipient } from './recipients';
import { toGroup, toPerson } from './robot';

/** A notification as a card, addressed; and without one, for a template that is refused and for many that share a message. */

interface Card {
	templateId: string;
	notification: Notification;
	links: OpenLinksIn;
	plain: Rendered<RobotMessage>;
}

export function cardToPerson(tools: Tools, to: Recipient, card: Card): DingTalkMessage {
	const plain = toPerson(tools, to, card.plain);
	const { body, rendered } = render(tools, card, 'person');
	let cardId: string | undefined;
	return {
		...plain,
		rendered,
		call: (given, key, mayHaveArrived) => {
			const { userIds = [plain.batch!.recipient], ...sent } = given as JsonLike & { userIds?: string[] };
			cardId = isPlain(sent) ? undefined : trackIdOf(key);
			if (isPlain(sent)) return sendToPeople(setting(tools.credential, 'robotCode'), sent, userIds);
			return deliverCard(sent as CardBody, 'person', userIds, trackIdOf(key), mayHaveArrived);
		},
		idempotent: true,
		isRepeatShown: isPlain,
		read: (answer) => readDelivery(answer, cardId),
		batch: { ...plain.batch!, kind: JSON.stringify(body), most: MOST_PLACES },
	};
}

export function cardToGroup(tools: Tools, group: string, card: Card): DingTalkMessage {
	const { rendered } = render(tools, card, 'group');
	let cardId: string | undefined;
	return {
		...toGroup(tools, group, card.plain),
		rendered,
		call: (body, key, mayHaveArrived) => {
			cardId = isPlain(body) ? undefined : trackIdOf(key);
			if (isPlain(body)) return sendToGroup(setting(tools.credential, 'robotCode'), body, group);
			return deliverCard(body as CardBody, 'group', [group], trackIdOf(key), mayHaveArrived);
		},
		idempotent: true,
		isRepeatShown: isPlain,
		read: (answer) => readDelivery(answer, cardId),
		// Alone, but what became of it in its place is told as with several.
		batch: { kind: group, recipient: group, most: 1, to: (_groups, body) => body },
	};
}

function render({ credential }: Tools, { templateId, notification, links, plain }: Card, space: 'group' | 'person'): { body: CardBody; rendered: Rendered<CardBody | RobotMessage> } {
	const { body, warnings } = notificationCard({ notification, templateId, robotCode: setting(credential, 'robotCode'), space, links });
	const simpler = () => [plain.body, ...(plain.simpler?.() ?? [])];
	return { body, rendered: { body, simpler, warnings, digest: plain.digest } };
}

const isPlain = (body: JsonLike): body is RobotMessage => 'msgKey' in body;
