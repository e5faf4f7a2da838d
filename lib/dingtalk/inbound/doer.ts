import { isObject, type JsonObject } from '../../http';
import type { Person } from '../../inbound/types';
import { personOf, str } from './values';

/**
 * When the person that an event names is who did it. Elsewhere it is whom it was done to, or nothing says who it is.
 * "参数说明", https://open.dingtalk.com/document/development/event-subscription-approval-event (approvals),
 * sign-in-event, storage-event, bot-message-read-event and nqrbp8 (meeting rooms)
 */
const NAMES_DOER = new Map<string, (data: JsonObject) => boolean>([
	// Who has asked for the approval, and can take it back; others decide.
	['bpms_instance_change', ({ type }) => type === 'start' || type === 'terminate'],
	// Who is to decide, and has if it is finished; it is cancelled when another one has.
	['bpms_task_change', ({ type }) => type === 'finish'],
	['check_in', () => true],
	// Who has booked; where that needs an approval, others decide.
	['meetingroom_book', ({ eventSubType, isApproval }) => eventSubType === 'appvaral' || (eventSubType === 'bookSuccess' && isApproval !== true)],
	['robot_msg_read', () => true],
	['storage_dentry_create', () => true],
	['storage_dentry_delete', () => true],
	['storage_dentry_update', () => true],
]);

/** Who did it: whom an event calls its operator, or else the person that it names where that is who did it. */
export function doerOf(type: string, data: JsonObject): Person | undefined {
	// Tickets of service groups tell all about them in an object.
	const told = isObject(data.spiTicketModel) ? data.spiTicketModel : data;
	const operator = personOf(str(told.operator) || str(told.opUserId) || str(told.modifierUserId), str(told.operatorUnionId));
	const named = NAMES_DOER.get(type)?.(data) ? [personOf(str(data.staffId) || str(data.userId), str(data.unionId))] : [];
	return [operator, ...named].find(({ userId, unionId }) => userId !== '' || unionId !== '');
}
