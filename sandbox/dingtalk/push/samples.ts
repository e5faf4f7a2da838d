import type { JsonObject } from '../../types';

/**
 * What comes with each type of event: the `data` of its document's sample, with made-up IDs where it masks them.
 * Above each the last part of its address, which begins with https://open.dingtalk.com/document/development/
 */
export const DINGTALK_SAMPLES: Record<string, JsonObject> = {
	// enterprise-increases-employee-events
	user_add_org: { timeStamp: '1685501863357', userId: ['0150227'] },
	// address-book-user-change
	user_modify_org: {
		timeStamp: '1608017258073',
		diffInfo: {
			prev: { managerUserid: '205091', hiredDate: '2020-01-01', name: '测试01', telephone: '1234', email: 'test@example.com', jobNumber: '1120422', workPlace: '北京' },
			curr: { managerUserid: '205091', hiredDate: '2020-01-01', name: '测试1', email: 'test@example.com', jobNumber: '1120422', workPlace: '北京' },
			userid: 'user123456',
		},
		userId: ['user123456'],
	},
	// address-book-user-resignation
	user_leave_org: { timeStamp: '1685501863357', userId: ['0150227'] },
	// user-activation-after-joining-the-enterprise
	user_active_org: { userId: ['0150227'] },
	// create-department-event
	org_dept_create: { deptId: [432825033] },
	// address-book-enterprise-department-modification
	org_dept_modify: { deptId: [432825033] },
	// address-book-enterprise-department-delete
	org_dept_remove: { deptId: [432825033] },
	// user-is-set-as-administrator
	org_admin_add: { timeStamp: '1685501863357', userId: ['0150227'] },
	// address-book-user-canceled-setting-administrator
	org_admin_remove: { timeStamp: '1685501863357', userId: ['0150227'] },
	// enterprise-information-changes
	org_change: {},
	// the-organizational-relationship-enterprise-is-deleted
	org_remove: {},
	// employee-role-information-changes
	label_user_change: { userIdList: ['845970464'], action: 'add', labelIdList: [1881] },
	// add-a-role-or-role-group
	label_conf_add: { scope: '1', labelIdList: [1688607309] },
	// modify-a-role-or-role-group
	label_conf_modify: {
		postLabelList: ['{"deleted":false,"color":-11687445,"hidden":false,"level":1,"scope":1,"name":"测试","id":1688607309,"parentId":1688611118,"extraInfo":{}}'],
		preLabelList: ['{"hidden":false,"name":"test","id":1688607309,"extraInfo":{}}'],
		scope: '1',
		labelIdList: [1234],
	},
	// delete-a-role-or-role-group
	label_conf_del: { labelIdList: [1688607309] },
	// group-session-add-persons
	chat_add_member: {
		timeStamp: 1608027106990,
		unionId: ['3rBU0QiEiE'],
		chatId: 'chat28367b03e4b4ca4b5074e1dbfb5d6088',
		corpId: 'dinge8a56572f80b0',
		operatorUnionId: 'iis6fGqqqt870iEiE',
		eventType: 'chat_add_member',
		userId: ['user456'],
		openConversationId: 'iis6fGqqqt870iEiE',
		operator: '10203029011219896',
	},
	// group-session-delete-persons
	chat_remove_member: {
		timeStamp: 1608027106990,
		unionId: ['3rBU0QiEiE'],
		chatId: 'chat28367b03e4b4ca4b5074e1dbfb5d6088',
		corpId: 'dinge8a56572f80b0',
		operatorUnionId: 'iis6fGqqqt870iEiE',
		userId: ['user456'],
		openConversationId: 'iis6fGqqqt870iEiE',
		operator: '10203029011219896',
	},
	// group-session-users-actively-withdraw-from-the-group
	chat_quit: {
		timeStamp: 1608026903228,
		chatId: 'chat676e50a070',
		corpId: 'dinge8a56572f80b0',
		operatorUnionId: 'zRbo0cpAiEiE',
		openConversationId: 'cidmfW0',
		operator: 'user456',
	},
	// group-session-change-group-master
	chat_update_owner: { owner: 'manager4220', timeStamp: 1608026611710, corpId: 'dinge8a56572f80b0', operatorUnionId: 'Fxh0MBEp8iE', openConversationId: 'cidmfW0' },
	// group-session-change-group-name
	chat_update_title: {
		timeStamp: 1608027247528,
		chatId: 'chat676e50a070',
		corpId: 'dinge8a56572f80b0',
		operatorUnionId: 'ZPbvHDqDO0LLtBDplS',
		title: '开放平台',
		openConversationId: 'cidmfW0',
		operator: 'user456',
	},
	// group-session-disband-group
	chat_disband: {
		timeStamp: 1608030111461,
		chatId: 'chat7795eead8005',
		corpId: 'dinge8a58ff0884',
		operatorUnionId: 'Hq59gzyaaX2UZp0',
		openConversationId: 'cid1MFt2YA6gA0',
		operator: 'user12345',
	},
	// group-templates-are-enabled-or-disabled
	chat_template_change: {
		timeStamp: 43535463645,
		operatorUnionId: 'evds0',
		templateId: '1111abcd-1234-1234-dcba-123456789012',
		changedTimeStamp: 43535463645,
		openConversationId: 'cidff2312123ee',
		operator: 'manager0112',
		status: 'on',
	},
	// install-cool-application-events-in-the-group
	im_cool_app_install: {
		coolAppCode: 'COOLAPP-1-10180',
		operateTime: '1641866135051',
		openConversationCorpId: 'ding9bd1bfb590',
		robotCode: 'rBLBXuiaA2rn30',
		openConversationId: 'cidT461wC7yvGJ0',
		operator: '021345401745',
	},
	// uninstall-cool-app-event-in-group
	im_cool_app_uninstall: {
		coolAppCode: 'COOLAPP-1-10180',
		operateTime: '1641866135051',
		openConversationCorpId: 'ding9bd1bfb590',
		robotCode: 'rBLBXuiaA2rn30',
		openConversationId: 'cidT461wC7yvGJ0',
		operator: '021345401745',
	},
	// single-chat-install-cool-app
	single_conversation_cool_app_install: {
		singleChatOtherUserId: '234567',
		coolAppCode: 'COOLAPP-1-10180',
		operateTime: '1641866135051',
		openConversationCorpId: 'ding9bd1bfb590',
		robotCode: 'rBLBXuiaA2rn30',
		openConversationId: 'cidT461wC7yvGJ0',
		operator: '123455',
	},
	// single-chat-uninstall-cool-application
	single_conversation_cool_app_uninstall: {
		singleChatOtherUserId: '234567',
		coolAppCode: 'COOLAPP-1-10180',
		operateTime: '1641866135051',
		openConversationCorpId: 'ding9bd1bfb590',
		robotCode: 'rBLBXuiaA2rn30',
		openConversationId: 'cidT461wC7yvGJ0',
		operator: '123455',
	},
	// bot-message-read-event
	robot_msg_read: {
		unionId: 'sdjkqwheda',
		operatTime: '1654641965416',
		robotCode: 'dingnxkjdhasdw',
		openConversationId: 'cidajsdhqwiocid111',
		userId: 'manager',
		processQueryKey: 'dsadfsafaewsrdefe',
	},
	// bot-message-withdrawal-event
	robot_msg_recall: {
		unionId: 'sdjkqwheda',
		operatTime: 1654641965416,
		robotCode: 'dingnxkjdhasdw',
		openConversationId: 'cidajsddddashqwio',
		userId: 'manager',
		processQueryKey: 'dsadfsafaewsrdefe',
	},
	// event-bpms-instance-change
	bpms_instance_change: {
		result: 'agree',
		processInstanceId: '9Qgx5QqjR7axMw0',
		finishTime: 1495592272000,
		createTime: 1495592305000,
		processCode: 'Pro-0',
		bizCategoryId: '202300',
		businessId: 'yewu1',
		type: 'finish',
		title: '自测-1016',
		businessType: 'yewu1',
		url: 'https://aflow.dingtalk.com/dingtalk/mobile/homepage.htm?corpid=ding2c015874d8170&dd_share=',
		staffId: 'manager75',
	},
	// event-bpms-task-change
	bpms_task_change: {
		result: 'agree',
		processInstanceId: 'ce133dd0-5b22-9516-0',
		finishTime: 1670983893000,
		createTime: 1670983873000,
		processCode: 'PROC-27BBC5E6-DFFA-4EC3-A1F1-0',
		bizCategoryId: 'attendance.goout',
		businessId: '20038',
		remark: '同意',
		type: 'finish',
		title: '考勤-测试',
		taskId: 811165,
		staffId: '08058646137',
	},
	// events-workflow-form-change
	workflow_form_change: {
		creatorUserId: 'userId123',
		corpId: 'ding123',
		formCode: 'PROC-123',
		resource: '/workflow_form_change/bizCategoryId/hrm.0/processCode/PROC-123/type/create',
		type: 'create',
		modifierUserId: 'userId123',
		appUuid: 'ding123',
		appIds: ['1'],
		modifyTime: '1638326995000',
		createTime: '1638326995000',
		appType: '0',
		bizCategoryId: 'hrm.0',
		name: '模板测试',
	},
	// events-oa-timeout-plugin-task-msg; the text in it is shortened
	oa_timeout_plugin_task_msg: {
		msg: '{"taskExeTime":1734679849000,"actionType":"remind","userIds":["1451694214729725262"],"isRemind":true,"triggerType":1}',
		activityId: '1918_123',
		instanceId: 'qVJvZ-123',
		corpId: 'ding123',
		processCode: 'PROC-123',
		sysParam: {},
		msgTag: 'taskTrigger',
		taskId: '90935123',
	},
	// event-calendar-event-change
	calendar_event_change: {
		calendarEventId: 'eWFOdXI5bjZI0',
		calendarEventUpdateTime: 168489710004,
		calendarId: '0',
		unionIdList: ['Alm0wiEiE'],
		changeType: 'create',
		operator: { type: 'user' },
		legacyCalendarEventId: '0',
	},
	// event-todo-task-create
	todo_task_create: { unionIdList: ['QWRGux2l4MuiSa0v0EiE'], bizTag: 'certify_todo', taskId: 'task98cd5581178bfc6f123800d0' },
	// event-todo-task-update
	todo_task_update: { unionIdList: ['QWRGux2l4MuiSa0v0EiE'], bizTag: 'certify_todo', taskId: 'task15cbab10970d45' },
	// event-todo-task-delete
	todo_task_delete: { unionIdList: ['QWRGux2l4MuiSa0v0EiE'], taskId: 'task98cd5581178bfc6f123800d0' },
	// event-check-in
	check_in: { timeStamp: 1495542282000, staffId: '080580' },
	// events-blackboard-sent
	blackboard_sent: {
		unionId: 'Alm0wiEiE',
		receivers: { openConversationIds: '["12345"]', labelIds: '[100]', staffIds: '["20240418","20240419"]', dgCodes: '["abc"]', deptIds: '[123,456]' },
		blackboardType: 'blackboard',
		dentry: { sourceDentryUuid: 'O0002Gg0l5BW7Z9XEdgk8v000YbnKEek' },
		blackboardId: '300a540d6b94005d8638f16e00603ae9',
		categoryName: '规则制度',
		categoryId: 'e000462b5a92c1000d63b1f2dd00029e',
	},
	// events-doc-export-completed
	doc_export_completed: { body: {} },
	// event-storage-dentry-create
	storage_dentry_create: {
		spaceId: '21405919',
		dentryId: '10489805',
		eventScope: 'ORG',
		extension: 'jpg',
		unionId: 'NCYJ0MQjzgiEiE',
		eventScopeId: 'ding7a9bc1707d4cf25e35c2f40',
		type: 'FILE',
	},
	// event-storage-dentry-update
	storage_dentry_update: { spaceId: '1', dentryId: '1', eventScope: 'ORG', extension: 'pdf', unionId: '1', eventScopeId: '1', type: 'FILE' },
	// event-storage-dentry-delete
	storage_dentry_delete: {
		spaceId: '21405919',
		dentryId: '10489805',
		eventScope: 'ORG',
		extension: 'jpg',
		unionId: 'NCYJ0MQjzgiEiE',
		eventScopeId: 'ding7a9bc1707d4cf25e35c2f40',
		type: 'FILE',
	},
	// employee-clock-in-event
	attendance_check_record: {
		dataList: [
			{
				address: '中国科学院0物理研究所(浙江海外高层次人才创新0东)',
				corpId: 'ding0',
				checkTime: 1570791880000,
				locationResult: 'Normal',
				groupId: '4C630',
				latitude: 30.285230848524307,
				bizId: 'FF620',
				locationMethod: 'MAP',
				userId: '01260',
				deviceSN: '16006KN0294',
				checkByUser: true,
				longitude: 120.01713514539931,
			},
		],
	},
	// employee-overtime-events
	attendance_overtime_duration: {
		dataList: [
			{
				workHoursPerDay: 8,
				overtimeDayType: 'workDay',
				workDate: 1684944000000,
				overtimeDay: 0,
				corpId: 'ding9f50b10741',
				action: 'modify',
				overtimeHour: 0,
				vacationRate: 1,
				workMinutesPerDay: 480,
				userid: '2652400',
				key: 'ding78d7bd4dc132dbc324f2f0becb85;265249460420;200525',
				timestamp: 1684980455459,
			},
		],
	},
	// leave-overtime-business-trip-out-of-office-status-change-events
	attendance_approve_status_change: {
		approveType: 'LEAVE',
		processInstanceId: '0-fdr-3423-casdfasg-0',
		mainProcessInstanceId: '0-fdr-3423-casdfasg-0',
		corpId: 'ding0',
		processCode: '1',
		status: 'start',
	},
	// attendance-group-change
	attend_group_change: { corpid: 'ding0', name: '考勤组A', action: 'attend_group_delete', id: 11112222 },
	// intelligent-personnel-shift-change
	attend_shift_change: { corpid: 'ding0', name: '班次A', action: 'attend_group_delete', id: '11112222' },
	// change-of-attendance-results
	attend_bossCheck_change: { workDate: '2020-11-10 00:00:00', action: 'attend_bossCheck_update', planId: 123, userId: '001' },
	// vacation-rule-change-event
	leave_rule_change: { corpId: 'ding0', leaveCodes: ['0'], action: 'add' },
	// manually-modify-the-holiday-balance
	leave_quota_update: { leaveCode: 'abcdef-ghdsfc-123', opUserId: '111', userId: '123', updateType: 'ADD' },
	// personnel-file-change
	hrm_user_record_change: { actionType: 'userInfoChange', staffId: '15996141263318674' },
	// personnel-platform-employee-change-event-v2
	hrm_mdm_user_change: { changeType: 4, staffId: '013010140' },
	// event-meeting-status-change
	meeting_status_change: {
		openConfModel: {
			calendarEventId: 'UUNoaGV50md3UT09',
			bizType: '3',
			creatorId: '2iPO0wiEiE',
			bizScene: 'autoCall',
			title: '开放会议',
			activeNum: 10,
			creatorNick: '开放会议创建者',
			attendNum: 6,
			confDuration: 1000,
			conferenceId: '632109b6ed40',
			startTime: 1684215608570,
			invitedNum: 10,
			scheduleConferenceId: 'f2fbaa7d-0-45d6',
			status: 1,
		},
		statusSeqNum: 1,
		changeScene: 'conference_created',
	},
	// flash-memory-status-change-open-event
	flash_minutes_open_event: {
		openConfModel: { conferenceId: '66f100462fe0c10aa90', scheduleConferenceId: '5ba0a5ce-0-4a4f-bc68-081980eea' },
		bizType: 'cloud_record',
		minutesEventType: 'summary_generated',
		minutesTaskId: '115009',
	},
	// nqrbp8; unconfirmed: that it comes over Stream as well, the page shows the body of HTTP alone
	meetingroom_book: {
		eventSubType: 'appvaral',
		corpId: 'ding123',
		bookTime: '2019-12-18 12:33:58',
		preStatus: 'INIT',
		title: '会议',
		userName: '吴同学',
		userId: '123',
		roomId: '1',
		roomName: '董事长会议室',
		bookId: 'ding234',
		isApproval: true,
		startTime: '2019-12-18 15:00:00',
		endTime: '2019-12-18 17:30:00',
		extension: { calendarEventId: 'primary;Vjht0VUCUT09' },
	},
	// nqrbp8; unconfirmed: the same
	meetingroom_room_info: { eventSubType: 'create', corpId: 'ding123', roomId: '231', roomName: '报告厅', labels: '[3,5]', capacity: '500' },
	// event-open-meeting-room-device-alarm
	open_meeting_room_device_alarm: {
		ruleLevel: 1,
		alarmTime: 1678091092976,
		eventStatus: 0,
		eventDescription: 'App/6.0.6-Release.1000064',
		deviceUnionId: 'cny8R8PFjhuYmpiP6zbcGdwiEiE',
		ruleKey: 'device_offline_lwp',
		deviceId: '546587609',
	},
	// event-meeting-member-status-change
	meeting_member_status_change: {
		openMemberModels: [
			{
				duration: 1000,
				leaveTime: 1663143344000,
				deviceType: 'Android',
				pstnJoin: false,
				joinTime: 1663143334000,
				userNick: '会议参会者',
				conferenceId: '632109b6ed40',
				attendStatus: 3,
				host: false,
				coHost: true,
				userId: '2iPO0wiEiE',
			},
		],
		statusSeqNum: 2,
		changeScene: 'user_join',
	},
	// event-live-status-change-event
	live_status_change_event: { liveId: '1fc2eaca-0-0-0-b23e1bda4225', liveStatus: 3 },
	// service-group-work-order-creation
	servicegroup_ticket_create: {
		spiTicketModel: { operateType: 'CREATE', operatorNickName: '王鸿程', operatorUnionId: '9dQurQX3VspSKB3lvssfOgiEiE', openTicketId: 'ISeGR7JOP8IiE' },
	},
	// service-group-work-order-application
	servicegroup_ticket_take: {
		spiTicketModel: {
			operateData: { originTakers: [{ unionId: '9dQurQX3VspSKB3lvssfOgiEiE', nickName: '王鸿程' }] },
			operateType: 'TAKE',
			operatorNickName: '王鸿程',
			operatorUnionId: '9dQurQX3VspSKB3lvssfOgiEiE',
			openTicketId: 'ISeGR7JOP8IiE',
		},
	},
	// service-group-work-order-reminder
	servicegroup_ticket_urge: {
		spiTicketModel: {
			operateData: { receivers: [{ unionId: '1AE3AiiPwsBZSKB3lvssfOgiEiE', nickName: '李航宇' }] },
			operateType: 'URGE',
			operatorNickName: '王鸿程',
			operatorUnionId: '9dQurQX3VspSKB3lvssfOgiEiE',
			openTicketId: 'ISeGR7JOP8IiE',
			operateMemo: { attachments: [{ fileName: '01d11e438f03410d53693fcf5efed334.jpeg', type: 'img', key: 'ticket/image/41661019/123001/8812788f16574d9d891f6186d7b629e4_1626174465926.jpeg' }], memo: '测试' },
		},
	},
	// enterprise-self-built-application-release
	inner_app_release: { eventId: '4d10de', icon: 'icon', name: 'name', operatorUnionId: 'RHC00', unifiedAppId: '7f107bc', desc: 'desc' },
	// enterprise-self-built-application-status-change
	inner_app_status_change: { eventId: '4d10de', operatorUnionId: 'RHC00', unifiedAppId: '7f107bc', status: 'disable' },
	// enterprise-self-built-applications-can-be-used-to-change-the-scope
	inner_app_scopes_change: { eventId: '4d10de', roleIds: [1], userIds: ['manager0'], operatorUnionId: 'RHC00', deptIds: [1], unifiedAppId: '7f107bc' },
};

/** The event types that a document has a sample of. */
export const DINGTALK_EVENT_TYPES: readonly string[] = Object.keys(DINGTALK_SAMPLES);
