/** A kind of event that a workflow can hear. */
export interface EventType {
	type: string;
	/** What a picker shows. */
	name: string;
	description: string;
}

const event = (type: string, name: string, description: string): EventType => ({ type, name, description });

/**
 * The events of an organization's own apps that workflows have most use for, sorted by name; each must be ticked in the
 * developer console.
 * https://open.dingtalk.com/document/development/overview-of-event-subscription
 */
export const DINGTALK_EVENTS: EventType[] = [
	event('inner_app_release', 'App: Released', 'An app of the organization was released'),
	event('inner_app_scopes_change', 'App: Visible Scope Changed', 'Other people or departments can see an app of the organization'),
	event('inner_app_status_change', 'App: Switched On or Off', 'An app of the organization was switched on or off'),
	event('bpms_instance_change', 'Approval: Request Started or Ended', 'An approval was started, agreed to, refused, withdrawn or deleted'),
	event('bpms_task_change', 'Approval: Task Started or Ended', 'Somebody is asked to approve, has decided, or has handed it on'),
	event('workflow_form_change', 'Approval: Form Changed', 'A form for approvals was made, changed or switched off'),
	event('attend_group_change', 'Attendance: Group Changed', 'A group with its own attendance rules was changed'),
	event('attend_shift_change', 'Attendance: Shift Changed', 'The times of a shift were changed'),
	event('attendance_approve_status_change', 'Attendance: Leave, Trip or Overtime Decided', 'A request for leave, overtime or a business trip has another state'),
	event('attendance_check_record', 'Attendance: Clocked In or Out', 'Somebody has clocked in or out'),
	event('attendance_overtime_duration', 'Attendance: Overtime Counted', 'The overtime of an employee was counted'),
	event('leave_quota_update', 'Attendance: Leave Balance Changed', "Somebody has changed an employee's leave balance by hand"),
	event('calendar_event_change', 'Calendar: Event Changed', 'An event of a calendar was made, changed or deleted'),
	event('check_in', 'Check-In: Checked In', 'Somebody has checked in from somewhere'),
	event('org_admin_add', 'Contacts: Administrator Added', 'Somebody became an administrator'),
	event('org_admin_remove', 'Contacts: Administrator Removed', 'Somebody is no administrator any more'),
	event('org_dept_create', 'Contacts: Department Created', 'A department was made'),
	event('org_dept_modify', 'Contacts: Department Changed', 'A department was changed'),
	event('org_dept_remove', 'Contacts: Department Deleted', 'A department was deleted'),
	event('user_active_org', 'Contacts: Employee Activated', 'An employee has logged in for the first time'),
	event('user_add_org', 'Contacts: Employee Added', 'Somebody joined the organization'),
	event('user_leave_org', 'Contacts: Employee Left', 'Somebody left the organization'),
	event('user_modify_org', 'Contacts: Employee Changed', "An employee's data was changed"),
	event('org_change', 'Contacts: Organization Changed', 'The data of the organization was changed'),
	event('org_remove', 'Contacts: Organization Deleted', 'The organization was disbanded'),
	event('label_conf_add', 'Contacts: Role Added', 'A role, or a group of roles, was made'),
	event('label_conf_del', 'Contacts: Role Deleted', 'A role, or a group of roles, was deleted'),
	event('label_conf_modify', 'Contacts: Role Changed', 'A role, or a group of roles, was changed'),
	event('label_user_change', 'Contacts: Role of Employee Changed', 'Somebody got or lost a role'),
	event('doc_export_completed', 'Document: Export Completed', 'The export of a document is ready'),
	event('storage_dentry_create', 'Files: Added', 'A file or folder was added (needs a subscription by API)'),
	event('storage_dentry_delete', 'Files: Deleted', 'A file or folder was deleted (needs a subscription by API)'),
	event('storage_dentry_update', 'Files: Changed', 'A file was changed (needs a subscription by API)'),
	event('im_cool_app_install', 'Group: App Added', 'A cool app, which may bring a robot, was added to a group'),
	event('im_cool_app_uninstall', 'Group: App Removed', 'A cool app was removed from a group'),
	event('chat_disband', 'Group: Disbanded', 'A group was disbanded'),
	event('chat_add_member', 'Group: Member Added', 'Somebody joined a group'),
	event('chat_quit', 'Group: Member Left', 'Somebody left a group'),
	event('chat_remove_member', 'Group: Member Removed', 'Somebody was removed from a group'),
	event('chat_update_owner', 'Group: Owner Changed', 'A group has another owner'),
	event('chat_update_title', 'Group: Renamed', 'A group has another name'),
	event('chat_template_change', 'Group: Template Changed', "A group's template was switched on or off"),
	event('hrm_mdm_user_change', 'HR: Employee Moved', 'Somebody was hired, transferred or dismissed'),
	event('hrm_user_record_change', 'HR: Personnel File Changed', "An employee's personnel file was changed"),
	event('live_status_change_event', 'Live: Started or Ended', 'A live stream began or ended'),
	event('meeting_member_status_change', 'Meeting: Participant Joined or Left', 'Somebody joined or left a video meeting'),
	event('meeting_status_change', 'Meeting: Started or Ended', 'A video meeting began or ended'),
	event('meetingroom_book', 'Meeting Room: Booked', 'A meeting room was booked, or a booking was changed'),
	event('blackboard_sent', 'Notice: Published', 'An announcement was published'),
	event('single_conversation_cool_app_install', 'Private Chat: App Added', 'A cool app was added to a chat of two people'),
	event('robot_msg_read', 'Robot: Message Read', 'Somebody has read a message of the robot'),
	event('robot_msg_recall', 'Robot: Message Recalled', 'A message of the robot was recalled'),
	event('todo_task_create', 'To-Do: Created', 'A to-do was made'),
	event('todo_task_delete', 'To-Do: Deleted', 'A to-do was deleted'),
	event('todo_task_update', 'To-Do: Changed', 'A to-do was changed or done'),
].sort((a, b) => a.name.localeCompare(b.name, 'en'));
