import { objectOf, type JsonObject } from '../../http';
import type { Person } from '../../inbound/types';
import { personOf, textOf } from './values';

type Rule = (event: JsonObject) => Person | undefined;

/** `{"operator_id": {...}}`, or `{"operator": {...}}` with the IDs in one of three places. */
const operatorOf: Rule = ({ operator_id: direct, operator }) => {
	const { operator_id: within, id, operator_name: name } = objectOf(operator);
	return [direct, within, id, operator].map((ids) => personOf(ids, { name: textOf(name) })).find((person) => person !== undefined);
};

const userOf: Rule = ({ user_id: user, operator_type: type }) => personOf(user, { isBot: type === 'app' });

/** Of several nobody knows which of them did it. */
const only = (list: unknown): unknown => (Array.isArray(list) && list.length === 1 ? list[0] : undefined);

/** What approvers do with their tasks. All else happens to a task: it waits, or others have decided. */
const BY_APPROVER = ['APPROVED', 'REJECTED', 'TRANSFERRED', 'ROLLBACK'];
/** What people do with their own requests. */
const BY_REQUESTER = ['PENDING', 'CANCELED', 'REVERTED'];

/** How a ticket was opened: 9 is "Open API". */
const API_CHANNEL = 9;
/** How a record of attendance came to be: people themselves (0), their request (2), a device (5), by itself as they came (6). */
const BY_EMPLOYEE = [0, 2, 5, 6];

/** Where another field than the operator tells who did it, by each type's own page. */
const RULES: Record<string, Rule> = {
	'im.message.message_read_v1': ({ reader }) => personOf(objectOf(reader).reader_id),
	'im.message.reaction.created_v1': userOf,
	'im.message.reaction.deleted_v1': userOf,
	'application.application.feedback.created_v6': userOf,
	'drive.file.edit_v1': ({ operator_id_list: editors }) => personOf(only(editors)),
	'drive.notice.comment_add_v1': ({ notice_meta: notice }) => personOf(objectOf(notice).from_user_id),
	'calendar.calendar.event.changed_v4': ({ change_type: change, rsvp_infos: answers }) => (change === 'rsvp' ? personOf(objectOf(only(answers)).from_user_id) : undefined),
	approval_task: (event) => (BY_APPROVER.includes(textOf(event.status)) ? personOf(event) : undefined),
	'approval.task.status_changed_v4': ({ status, assigned_user: user }) => (BY_APPROVER.includes(textOf(status)) ? personOf(user) : undefined),
	'approval.instance.status_changed_v4': ({ status, start_user: user }) => (BY_REQUESTER.includes(textOf(status)) ? personOf(user) : undefined),
	'helpdesk.ticket.created_v1': ({ guest, channel }) => (channel === API_CHANNEL ? undefined : personOf(objectOf(guest).id, { name: textOf(objectOf(guest).name) })),
	'helpdesk.ticket_message.created_v1': ({ sender_id: sender, sender_type: type }) => personOf(sender, { isBot: type === 1 }),
	'attendance.user_flow.created_v1': (event) => (BY_EMPLOYEE.some((type) => type === event.type) ? personOf(event) : undefined),
	// Of those that have to be entered by their type
	'acs.access_record.created_v1': userOf,
	'moments.post.created_v1': userOf,
	'moments.comment.created_v1': userOf,
	'moments.reaction.created_v1': userOf,
	'moments.reaction.deleted_v1': userOf,
};

/** Who did what an event tells of; nobody where it names only those whom it concerns. */
export const doerOf = (type: string, event: JsonObject): Person | undefined => (Object.hasOwn(RULES, type) ? RULES[type]! : operatorOf)(event);
