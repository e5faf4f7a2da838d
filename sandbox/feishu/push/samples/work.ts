import type { JsonObject } from '../../../types';
import { CHAT, DEPARTMENT, HAN, LI } from './parts';

/**
 * Documents, calendars, meetings and mail.
 * https://open.feishu.cn/document/ukTMukTMukTM/uETNz4SM1MjLxUzM/event/event-list, each type's own page
 */
const FILE = 'TLLKdcpDro9ijQxA33ycMadeUp';
const file: JsonObject = { file_token: FILE, file_type: 'docx', operator_id: LI };
const table: JsonObject = { file_type: 'bitable', file_token: FILE, table_id: 'tblMadeUp', operator_id: LI, subscriber_id_list: [HAN], update_time: 1717040601 };
const field = (name: string): JsonObject => ({ id: 'fldMadeUp', name, type: 3, description: '', property: { options: [{ id: 'optMadeUp', name: 'open', color: 0 }] } });

const operator: JsonObject = { id: LI, user_role: 1, user_type: 1 };

const attended: JsonObject = {
	id: '6911188411934433028',
	topic: 'Incident 1',
	meeting_no: '235812466',
	meeting_source: 1,
	start_time: '1608883322',
	end_time: '1608883899',
	host_user: operator,
	owner: operator,
	meeting_sub_type: 1,
};
const meeting: JsonObject = { ...attended, calendar_event_id: 'efa67a98-06a8-4df5-8559-746c8f4477ef_0' };

export const WORK_SAMPLES: Record<string, JsonObject> = {
	'drive.file.edit_v1': { file_token: FILE, file_type: 'docx', operator_id_list: [LI], subscriber_id_list: [HAN] },
	'drive.file.title_updated_v1': file,
	'drive.file.created_in_folder_v1': { file_type: 'docx', file_token: FILE, folder_token: 'QBonfpyHVlhQMedDztWcMadeUp', operator_id: LI, subscriber_ids: [HAN] },
	'drive.file.trashed_v1': file,
	'drive.file.deleted_v1': file,
	'drive.file.permission_member_added_v1': { ...file, chat_list: [CHAT], user_list: [HAN] },
	'drive.file.permission_member_removed_v1': { ...file, chat_list: [CHAT], user_list: [HAN] },
	'drive.file.permission_member_applied_v1': {
		...file,
		approver_id: HAN,
		application_user_list: [LI],
		application_chat_list: [CHAT],
		application_department_list: [DEPARTMENT],
		application_remark: 'For the review',
		permission: 'view',
		subscriber_ids: [HAN],
	},
	'drive.file.bitable_record_changed_v1': {
		...table,
		revision: 41,
		action_list: [
			{
				record_id: 'recMadeUp',
				action: 'record_edited',
				before_value: [{ field_id: 'fldMadeUp', field_value: 'open' }],
				after_value: [{ field_id: 'fldMadeUp', field_value: 'closed' }],
			},
		],
	},
	'drive.file.bitable_field_changed_v1': {
		...table,
		revision: 42,
		action_list: [{ action: 'field_edited', field_id: 'fldMadeUp', before_value: field('State'), after_value: field('Status') }],
	},
	'drive.notice.comment_add_v1': {
		notice_meta: { file_type: 'docx', file_token: FILE, from_user_id: LI, to_user_id: HAN, notice_type: 'add_comment' },
		comment_id: '7618859513273112345',
		reply_id: '7618859513273112346',
		is_mentioned: true,
	},
	'calendar.calendar.changed_v4': { user_id_list: [LI] },
	'calendar.calendar.event.changed_v4': {
		calendar_id: 'feishu.cn_made_up@group.calendar.feishu.cn',
		user_id_list: [LI],
		calendar_event_id: 'efa67a98-06a8-4df5-8559-746c8f4477ef_0',
		change_type: 'create',
		rsvp_infos: [{ from_user_id: HAN, rsvp_status: 'accept' }],
	},
	'vc.meeting.meeting_started_v1': { meeting, operator },
	'vc.meeting.meeting_ended_v1': { meeting, operator },
	'vc.meeting.all_meeting_started_v1': { meeting, operator },
	'vc.meeting.all_meeting_ended_v1': { meeting, operator },
	'vc.meeting.join_meeting_v1': { meeting: attended, operator },
	'vc.meeting.leave_meeting_v1': { meeting: attended, operator, leave_reason: 1, leave_user: operator },
	'vc.meeting.recording_ready_v1': {
		meeting: { id: meeting.id, topic: meeting.topic, meeting_no: meeting.meeting_no, meeting_source: 1, owner: { id: LI } },
		url: 'https://meetings.example.com/minutes/made-up',
		duration: '30000',
	},
	'mail.user_mailbox.event.message_received_v1': { mail_address: 'oncall@example.com', message_id: 'bWFkZS11cA==', mailbox_type: 1, subscriber: { user_ids: [LI] } },
};
