import CardClient, * as card from '@alicloud/dingtalk/dist/card_1_0/client';
import type { Message } from '../../../sandbox';
import type { DingTalkWorld } from '../support/worlds';

type Way = { callbackType: 'STREAM' } | { callbackType: 'HTTP'; callbackRouteKey: string };

/** A card in the group with a button that calls back, and its outTrackId. */
export async function sentClickable({ client, headers, runtime, sandbox, app, group }: DingTalkWorld, way: Way): Promise<{ message: Message; outTrackId: string }> {
	const outTrackId = 'alert-1';
	const request = new card.CreateAndDeliverRequest({
		...way,
		cardTemplateId: 'alert.schema',
		outTrackId,
		cardData: new card.CreateAndDeliverRequestCardData({ cardParamMap: { title: 'Restart db-1?', buttons: JSON.stringify([{ text: 'Approve', actionId: 'approve' }]) } }),
		openSpaceId: `dtv1.card//IM_GROUP.${group.id}`,
		imGroupOpenSpaceModel: new card.CreateAndDeliverRequestImGroupOpenSpaceModel({ supportForward: true }),
		imGroupOpenDeliverModel: new card.CreateAndDeliverRequestImGroupOpenDeliverModel({ robotCode: app.robotCode }),
		userIdType: 1,
	});
	await client(CardClient).createAndDeliverWithOptions(request, await headers(card.CreateAndDeliverHeaders), runtime);
	return { message: sandbox.messages(group.id).at(-1)!, outTrackId };
}

export async function registerCallback({ client, headers, runtime }: DingTalkWorld, asked: { callbackRouteKey: string; callbackUrl: string; apiSecret: string }): Promise<void> {
	const request = new card.RegisterCallbackRequest(asked);
	await client(CardClient).registerCallbackWithOptions(request, await headers(card.RegisterCallbackHeaders), runtime);
}

/** What a click is answered with: the card says who has decided, and keeps the rest. */
export const solved = {
	cardUpdateOptions: { updateCardDataByKey: true },
	cardData: { cardParamMap: { title: 'Approved by Li Lei' } },
};
