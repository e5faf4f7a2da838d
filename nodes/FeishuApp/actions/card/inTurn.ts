import { randomUUID } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { cardId, nextSequence, type CardChange } from '../../../../lib/feishu/api/cards';
import { keyOfApp } from '../../../../lib/feishu/appClient';
import { textParameter } from '../../../../lib/n8n/parameters';
import { sharedState } from '../../../../lib/n8n/state';
import type { Tools } from '../../platform';

export const cardIdField: INodeProperties = {
	displayName: 'Card ID',
	name: 'cardId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 7355439197428236291',
	description: 'ID of the card (card_id), as Create Streaming returns it',
};

/** One change of a card at a time, in the order of the items and executions, each with the card's next sequence number. */
export function inTurn<Value>({ context, item, app }: Tools, change: (change: CardChange) => Promise<Value>): Promise<Value> {
	const card = cardId(textParameter(context, 'cardId', item));
	return sharedState().sequences.run(`${keyOfApp(app)} card ${card}`, nextSequence, (sequence) => change({ card, sequence, uuid: randomUUID() }));
}
