import { decodeEvent } from '../../../../lib/feishu/inbound/decode';
import type { JsonObject } from '../../../../lib/http';
import { claimedAs } from '../../../../lib/n8n/listening';
import { click, message, NOW, oldClick } from '../support/feishuEvents';

const told = (body: JsonObject) => claimedAs(decodeEvent(body, { platform: 'feishu', botOpenId: '', now: NOW })!);

test('the new and the old callback of one click, of which one tells no app, are the same', () => {
	expect(told(click({ value: {} }, { token: 'c-1' }))).toBe(told({ ...oldClick(), token: 'c-1' }));
	expect(told(click({ value: {} }, { token: 'c-1' }))).not.toBe(told({ ...oldClick(), token: 'c-2' }));
});

test('a message that mentions two bots is an event of each', () => {
	const toOne = message('text', { text: 'x' });
	const toOther = { ...toOne, header: { ...(toOne.header as JsonObject), app_id: 'cli_other' } };
	expect(told(toOne)).not.toBe(told(toOther));
});
