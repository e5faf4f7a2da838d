/** What a call needs to have been granted, by the beginning of its path; each document says so under "权限要求". */
const SCOPES: ReadonlyArray<readonly [string, string]> = [
	['/v1.0/robot/ding/', 'Premium.Ding.Write'],
	['/v1.0/robot/groups/', 'qyapi_chat_manage'],
	['/v1.0/robot/', 'qyapi_robot_sendmsg'],
	['/v1.0/card/streaming', 'Card.Streaming.Write'],
	['/v1.0/card/', 'Card.Instance.Write'],
	['/v1.0/contact/users/search', 'qyapi_addresslist_search'],
	['/v1.0/im/chat/', 'qyapi_chat_read'],
	['/v1.0/im/', 'qyapi_chat_manage'],
	['/v1.0/microApp/allInnerApps', 'qyapi_get_microapp_list'],
	['/topapi/v2/user/getbymobile', 'qyapi_get_member_by_mobile'],
	['/topapi/v2/user/get', 'qyapi_get_member'],
	['/topapi/user/getbyunionid', 'qyapi_get_member'],
	['/topapi/user/listid', 'qyapi_get_member'],
	['/topapi/user/listsimple', 'qyapi_get_department_member'],
	['/topapi/v2/department/', 'qyapi_get_department_list'],
];

/** Undefined where `qyapi_base` will do, which every app has. */
export const scopeOf = (path: string): string | undefined => SCOPES.find(([prefix]) => path.startsWith(prefix))?.[1];

/**
 * "只有应用开通通讯录**企业员工手机号信息**权限，才会返回该字段", the same for **邮箱等个人信息**.
 * https://open.dingtalk.com/document/development/query-user-details
 * Unconfirmed: the codes of the two permissions.
 */
export const MOBILE_SCOPE = 'fieldMobile';
export const EMAIL_SCOPE = 'fieldEmail';
