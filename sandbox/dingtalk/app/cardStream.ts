import { done } from './answers';
import { cardOf, redraw } from './cardRecord';
import { accept, firstOf, isEmpty, refuseWith, type Route } from './context';

/** "内容 size 单次不要超过 1 K"; unconfirmed: counted in bytes. */
const MAX_CHUNK_BYTES = 1_024;

/** The states of an AI card ("flowStatus"), as the official SDK for Python sets them. Unconfirmed: no document has them. */
const INPUTTING = '2';
const FINISHED = '3';
const FAILED = '5';

/**
 * "AI卡片流式更新", https://open.dingtalk.com/document/development/api-streamingupdate
 * Unconfirmed: that the code for a Markdown variable without `isFull` is param.stream.isFull ("否则会报错").
 */
export const streamCard: Route = {
	method: 'PUT',
	path: '/v1.0/card/streaming',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ body }) =>
				firstOf(
					[isEmpty(body.key), 'param.stream.keyEmpty'],
					[isEmpty(body.content), 'param.stream.contentEmpty'],
					[isEmpty(body.guid), 'param.stream.guidEmpty'],
					[body.isFull === null, 'param.stream.isFull'],
				),
			),
		],
		['dingtalkApp.card', refuseWith((context) => (cardOf(context) ? undefined : 'param.stream.outTrackId'))],
		[
			'dingtalkApp.message',
			refuseWith((context) => {
				const { key, isFull } = context.body;
				const template = context.state.templates.get(cardOf(context)?.templateId ?? '');
				return template?.markdown.includes(String(key)) && isFull !== true ? 'param.stream.isFull' : undefined;
			}),
		],
		['dingtalkApp.size', refuseWith(({ body }) => (Buffer.byteLength(String(body.content)) > MAX_CHUNK_BYTES ? 'param.stream.content' : undefined))],
	],
	run: (context) => {
		const card = cardOf(context);
		const { key, content, guid, isFull, isFinalize, isError } = context.body;
		const name = String(key);
		// The same guid is the same update.
		if (card && !card.guids.has(String(guid))) {
			card.guids.add(String(guid));
			const text = isFull === true ? String(content) : (card.data[name] ?? '') + String(content);
			const flowStatus = isError === true ? FAILED : isFinalize === true ? FINISHED : INPUTTING;
			card.data = { ...card.data, [name]: text, flowStatus };
			card.shownTo = {};
			redraw(context.world, card);
		}
		return accept(done({ success: true, result: true }));
	},
};
