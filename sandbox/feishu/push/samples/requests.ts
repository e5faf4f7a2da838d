import type { JsonObject } from '../../../types';
import { APP, CHAT, HAN, LI, TENANT } from './parts';

/**
 * Approvals, tasks, attendance and the help desk.
 * https://open.feishu.cn/document/ukTMukTMukTM/uETNz4SM1MjLxUzM/event/event-list, each type's own page
 */
const approval: JsonObject = {
	approval_code: '48558CEF-CEF4-45C9-A2C3-DCBF8BEC7341',
	instance_code: '59558CEE-CEF4-45C9-A2C3-DCBF8BEC7341',
	status: 'PENDING',
	operate_time: '1666079207003',
};

const TICKET = '6626871355780366331';

const ticket: JsonObject = {
	ticket_id: TICKET,
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

const QUESTION = '请问vpn怎么下载';

export const REQUEST_SAMPLES: Record<string, JsonObject> = {
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
	// Unconfirmed: both bodies are as the types of the official SDK and the reference of the official CLI have them
	// (https://open.feishu.cn/.well-known/skills/lark-event/references/lark-event-approval.md); no page shows one.
	'approval.instance.status_changed_v4': { ...approval, external_id: 'made-up', start_user: LI },
	'approval.task.status_changed_v4': { ...approval, status: 'APPROVED', task_id: '12345', task_external_id: 'made-up', assigned_user: HAN },
	'task.task.updated_v1': { task_id: '626cf808-4c26-4f27-9da8-01f2eb73d717', obj_type: 1 },
	// "忽略此字段": of the IDs only one means something. The type is in the sample alone.
	'task.task.update_tenant_v1': {
		user_id_list: { user_id_list: [{ union_id: 'null', user_id: 'null', open_id: LI.open_id }] },
		task_id: '24314cff-b7fe-438d-a232-b1a80a5f3371',
		object_type: 'task',
		event_type: 'update',
	},
	// Unconfirmed: as the types of the official SDK have it, with a value that the official CLI's reference names
	// (https://open.feishu.cn/.well-known/skills/lark-task/references/lark-task-subscribe-event.md).
	'task.task.update_user_access_v2': { event_types: ['task_completed_update'], task_guid: 'e297ddff-06ca-4166-b917-4ce57cd3a7a0' },
	'attendance.user_flow.created_v1': {
		bssid: 'b0:b8:67:62:18:73',
		check_time: '1615381916',
		comment: '',
		employee_id: LI.user_id,
		employee_no: '',
		is_field: false,
		is_wifi: false,
		latitude: 30.2,
		location_name: '浙江省杭州市',
		longitude: 120.04,
		photo_urls: [],
		record_id: '6938012269578125316',
		ssid: 'made-up',
		type: 0,
		risk_result: 0,
	},
	'helpdesk.ticket.created_v1': ticket,
	'helpdesk.ticket.updated_v1': { object: { ...ticket, status: 2 }, old_object: { stage: 1, status: 1, updated_at: 1616920429000 } },
	'helpdesk.ticket_message.created_v1': {
		ticket_message_id: '6949088240624222236',
		message_id: 'om_8baa3656c7b41900d29bf9104bf5310b',
		msg_type: 'text',
		position: '10',
		sender_id: LI,
		sender_type: 2,
		text: QUESTION,
		ticket: {
			ticket_id: TICKET,
			comments: { content: 'Asked twice', created_at: 1636444596000, id: 1, user_avatar_url: 'https://example.com/avatar.png', user_name: '韩梅梅', user_id: 2 },
			ticket_type: 1,
			status: 50,
			dissatisfaction_reason: { zh_cn: '答案看不懂', en_us: "I don't understand", ja_jp: '回答が複雑すぎる' },
			customized_fields: [{ id: '123', value: 'value', key_name: 'key', display_name: 'display name', position: 1, required: true, editable: true }],
			agent_service_duration: 42624.95,
			agent_first_response_duration: 123869,
			bot_service_duration: 1,
			agent_resolution_time: 66,
			actual_processing_time: 68,
			agent_entry_time: 1636444596000,
			agent_first_response_time: 1636444696000,
			agent_last_response_time: 1636444796000,
			agent_owner: { id: HAN.open_id, avatar_url: 'https://example.com/avatar.png', name: '韩梅梅', email: 'hanmei@example.com', department: 'Operations', city: '杭州', country: 'CN' },
		},
		event_id: '118a6492-122d-04ad-4370-010a3bb384d3',
		chat_id: '6949088236610273307',
		content: { content: QUESTION, msg_type: 'text', image_keys: [], image_key: '' },
	},
};
