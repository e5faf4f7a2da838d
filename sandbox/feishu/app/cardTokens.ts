import { randomBytes } from 'node:crypto';
import type { EndpointWorld } from '../../answer';
import { stateOf } from './state';

/** A token as a click on the card brings it: two updates within 30 minutes. */
export function issueCardToken(world: EndpointWorld, messageId: string): string {
	const message = world.message(messageId);
	if (message?.appId === undefined || message.msgType !== 'interactive') throw new Error(`No card of an app: ${messageId}`);
	const token = `c-${randomBytes(20).toString('hex')}`;
	stateOf(world).cardTokens.set(token, { appId: message.appId, messageId, issuedAt: world.now(), uses: 0 });
	return token;
}
