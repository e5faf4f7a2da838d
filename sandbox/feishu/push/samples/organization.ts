import type { JsonObject } from '../../../types';
import { APP, CHAT, DEPARTMENT, HAN, LI } from './parts';

/**
 * Apps, people and departments.
 * https://open.feishu.cn/document/ukTMukTMukTM/uETNz4SM1MjLxUzM/event/event-list, each type's own page
 */
const AVATAR = 'https://example.com/avatar.png';

const user: JsonObject = {
	...LI,
	name: '李雷',
	en_name: 'Li Lei',
	nickname: 'Lei',
	email: 'lilei@example.com',
	enterprise_email: 'lilei@example.com',
	job_title: 'Engineer',
	mobile: '+8613800000001',
	gender: 1,
	avatar: { avatar_72: AVATAR, avatar_240: AVATAR, avatar_640: AVATAR, avatar_origin: AVATAR },
	status: { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false },
	department_ids: [DEPARTMENT],
	leader_user_id: HAN.open_id,
	city: '杭州',
	country: '中国',
	work_station: 'A-1',
	join_time: 1615381702,
	employee_no: '1',
	employee_type: 1,
	orders: [{ department_id: DEPARTMENT, user_order: 100, department_order: 100, is_primary_dept: true }],
	custom_attrs: [],
};

const department: JsonObject = {
	name: 'Operations',
	parent_department_id: '0',
	department_id: 'operations',
	open_department_id: DEPARTMENT,
	leader_user_id: HAN.open_id,
	chat_id: CHAT,
	order: 100,
	status: { is_deleted: false },
	leaders: [{ leaderType: 1, leaderID: HAN.open_id }],
	department_hrbps: [HAN],
};

const without = (object: JsonObject, ...names: string[]): JsonObject => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/**
 * Here the place of a department is a text, and some of what other events tell is missing.
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/scope/events/updated
 */
const range: JsonObject = {
	departments: [{ ...without(department, 'department_hrbps'), order: '100', member_count: 100 }],
	users: [without(user, 'department_ids', 'orders')],
	user_groups: [{ user_group_id: 'g1', name: 'On call', type: 1, member_count: 10, status: 1 }],
};

const version: JsonObject = {
	app_id: APP,
	version: '1.0.0',
	version_id: 'oav_made_up',
	app_name: '告警',
	avatar_url: AVATAR,
	description: 'Alerts',
	scopes: [{ scope: 'im:message', description: '获取与发送单聊、群组消息', level: 1, token_types: ['tenant'] }],
	events: ['接收消息'],
	status: 1,
	create_time: '1610462759',
	publish_time: '1610462759',
	ability: { bot: { card_request_url: 'https://example.com/cards' } },
	remark: { remark: 'First version', update_remark: '', visibility: { is_all: true } },
};

export const ORGANIZATION_SAMPLES: Record<string, JsonObject> = {
	'application.application.created_v6': {
		operator_id: LI,
		app_id: APP,
		name: '告警',
		description: 'Alerts',
		avatar: AVATAR,
		app_scene_type: 0,
		primary_language: 'zh_cn',
		create_source: 'developer_console',
	},
	'application.application.visibility.added_v6': { source: 1, users: [{ user_id: { open_id: LI.open_id, union_id: LI.union_id } }] },
	'application.application.app_version.audit_v6': {
		operator_id: HAN,
		version_id: 'oav_made_up',
		creator_id: LI,
		app_id: APP,
		operation: 'audited',
		remark: '',
		audit_source: 'administrator',
	},
	'application.application.app_version.publish_apply_v6': { operator_id: LI, online_version: version, under_audit_version: { ...version, version: '1.1.0' }, app_status: 1 },
	'application.application.feedback.created_v6': {
		user_id: LI,
		app_id: APP,
		feedback_time: '2022-01-30 11:30:12',
		tenant_name: 'Sandbox',
		feedback_type: 1,
		fault_type: [1],
		fault_time: '2022-01-30 11:30:12',
		source: 1,
		contact: 'lilei@example.com',
		description: 'The button does nothing',
		images: [],
		feedback_id: '7057888018203574291',
		feedback_path: 'page/index',
	},
	'contact.user.created_v3': { object: user },
	'contact.user.updated_v3': { object: user, old_object: { job_title: 'Trainee' } },
	'contact.user.deleted_v3': { object: user, old_object: { department_ids: [DEPARTMENT], open_id: LI.open_id } },
	'contact.department.created_v3': { object: department },
	'contact.department.updated_v3': { object: department, old_object: { ...department, name: 'Ops' } },
	'contact.department.deleted_v3': { object: department, old_object: { status: { is_deleted: false }, open_department_id: DEPARTMENT } },
	'contact.scope.updated_v3': { added: range, removed: { departments: [], users: [], user_groups: [] } },
};
