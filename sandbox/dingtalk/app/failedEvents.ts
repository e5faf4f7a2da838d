import { plainOk } from './answers';
import { accept, type Route } from './context';
import type { FailedEvent } from './state';

/** "一次最多200个" */
const PAGE = 200;

/** The name under which the data of an event stands. */
const dataName = (type: string): string => (type.startsWith('bpms_') ? 'bpmsCallBackData' : type.startsWith('label_') ? 'roleLabelChange' : 'callbackData');

/**
 * "获取推送失败的事件列表": what has failed three times over HTTP.
 * https://open.dingtalk.com/document/development/obtain-the-event-list-of-failed-push-messages
 * Unconfirmed: that what has been told is forgotten, and that it is there at once ("3～5分钟内").
 */
const failedEvents: Route = {
	method: 'GET',
	path: '/call_back/get_call_back_failed_result',
	steps: [],
	run: ({ app, state }) => {
		const own = state.failedEvents.filter(({ appId }) => appId === app.id);
		const told = own.slice(0, PAGE);
		state.failedEvents = state.failedEvents.filter((event) => !told.includes(event));
		return accept(plainOk({ failed_list: told.map((event) => listed(event, app.corpId)), has_more: own.length > PAGE }));
	},
};

const listed = ({ type, data, at }: FailedEvent, corpid: string) => ({
	[type]: { [dataName(type)]: data, corpid },
	call_back_tag: type,
	event_time: at,
});

export const FAILED_EVENT_ROUTES: readonly Route[] = [failedEvents];
