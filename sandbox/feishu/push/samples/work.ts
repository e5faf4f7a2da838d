import type { JsonObject } from '../../../types';
import { APP, CHAT, HAN, LI, TENANT } from './parts';

/**
 * Documents, calendars, meetings, approvals, mail and the help desk.
 * https://open.feishu.cn/document/ukTMukTMukTM/uETNz4SM1MjLxUzM/event/event-list, each type's own page
 */
const FILE = 'TLLKdcpDro9ijQxA33ycMadeUp';
const file: JsonObject = { file_token: FILE, file_type: 'docx', operator_id: LI };
const table: JsonObject = { file_type: 'bitable', file_token: FILE, table_id: 'tblMadeUp', operator_id: LI, subscriber_id_list: [HAN], update_time: 1717040601 };
const field = (name: string): JsonObject => ({ id: 'fldMadeUp', name, type: 3, description: '', property: { options: [{ id: 'optMadeUp', name: 'open', color: 0 }] } });

const meeting: JsonObject = {
	id: '6911188411934433028',
	topic: 'Incident 1',
	meeting_no: '235812466',
	meeting_source: 1,
	start_time: '1608883322',
	end_time: '1608883899',
	host_user: { id: LI, user_role: 1, user_type: 1 },
	owner: { id: LI, user_role: 1, user_type: 1 },
	calendar_event_id: 'efa67a98-06a8-4df5-8559-746c8f4477ef_0',
	meeting_sub_type: 1,
};

const operator: JsonObject = { id: LI, user_role: 1, user_type: 1 };

const ticket: JsonObject = {
	ticket_id: '6626871355780366331',
	helpdesk_id: '6626871355780366330',
	guest: { id: LI, name: '李雷' },
	stage: 1,
	status: 1,
	score: 1,
	created_at: 1616920429000,
	updated_at: 1616920429000,
	closed_at: 1616920429000,
	channel: 0,
	solve: 1,
	customized_fields: [],
	chat_id: CHAT,
};

const approval: JsonObject = {
	approval_code: '48558CEF-CEF4-45C9-A2C3-DCBF8BEC7341',
	instance_code: '59558CEE-CEF4-45C9-A2C3-DCBF8BEC7341',
	status: 'PENDING',
	operate_time: '1666079207003',
};

export const WORK_SAMPLES: Record<string, JsonObject> = {
	'drive.file.edit_v1': { file_token: FILE, file_type: 'docx', operator_id_list: [LI], subscriber_id_list: [HAN] },
	'drive.file.title_updated_v1': file,
	'drive.file.created_in_folder_v1': { file_type: 'docx', file_token: FILE, folder_token: 'QBonfpyHVlhQMedDztWcMadeUp', operator_id: LI, subscriber_ids: [HAN] },
	'drive.file.trashed_v1': file,
	'drive.file.deleted_v1': file,
	'drive.file.permission_member_added_v1': { ...file, chat_list: [CHAT], user_list: [HAN] },
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
	'vc.meeting.recording_ready_v1': {
		meeting: { id: meeting.id, topic: meeting.topic, meeting_no: meeting.meeting_no, meeting_source: 1, owner: { id: LI } },
		url: 'https://meetings.example.com/minutes/made-up',
		duration: '30000',
	},
	'approval.approval.updated_v4': {
		object: {
			approval_id: '74333067777841234',
			approval_code: '5B43240B-848C-49BD-9D27-11EF0EE11234',
			version_id: '7459343285667611234',
			widget_group_type: 0,
			form_definition_id: '7459341670005371234',
			process_obj: '{"lineList":[]}',
			timestamp: '1736763698',
			extra: '',
		},
	},
	// Version 1.0, of the old envelope.
	approval_instance: { ...approval, instance_operate_time: '1666079207003', uuid: '6525bffb' },
	approval_task: { ...approval, open_id: LI.open_id, user_id: LI.user_id, task_id: '12345', custom_key: 'made-up', def_key: 'made-up', extra: '' },
	out_approval: {
		app_id: APP,
		i18n_resources: ['{"is_default":true,"locale":"zh_cn","texts":{"@i18n@out":"外出"}}'],
		instance_code: '59558CEE-CEF4-45C9-A2C3-DCBF8BEC7341',
		approval_code: '48558CEF-CEF4-45C9-A2C3-DCBF8BEC7341',
		out_image: '',
		out_interval: 10800,
		out_name: '@i18n@out',
		out_reason: 'A visit',
		out_start_time: '2020-05-15 15:00:00',
		out_end_time: '2020-05-15 18:00:00',
		out_unit: 'HOUR',
		start_time: 1589527346,
		end_time: 1589527354,
		tenant_key: TENANT,
		type: 'out_approval',
		open_id: LI.open_id,
		user_id: LI.user_id,
	},
	'mail.user_mailbox.event.message_received_v1': { mail_address: 'oncall@example.com', message_id: 'bWFkZS11cA==', mailbox_type: 1, subscriber: { user_ids: [LI] } },
	'helpdesk.ticket.created_v1': ticket,
	'helpdesk.ticket.updated_v1': { object: { ...ticket, status: 2 }, old_object: { stage: 1, status: 1, updated_at: 1616920429000 } },
};
