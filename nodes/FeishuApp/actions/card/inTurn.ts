import type { INodeProperties } from 'n8n-workflow';
import { cardId, Sequence } from '../../../../lib/feishu/api/cards';
import { Gate } from '../../../../lib/gate';
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

/** One change of a card at a time, in the order of the items, each with the card's next sequence number. */
export function inTurn<Value>({ context, item, shared }: Tools, change: (card: string, sequence: number) => Promise<Value>): Promise<Value> {
	const card = cardId(textParameter(context, 'cardId', item));
	const { gate, sequence } = shared(`card ${card}`, () => ({ gate: new Gate(1), sequence: new Sequence() }));
	return gate.run(() => change(card, sequence.next(sharedState().clock.now())));
}
