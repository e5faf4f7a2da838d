import { eventType as event, type EventType } from '../../inbound/eventType';

/** API calls that subscribe to what an event tells of, by the pages of the event and of the call. */
const APPROVAL = 'Needs an API call for each approval: POST approval/v4/approvals/:approval_code/subscribe';
const REQUESTS = 'Needs an API call in the name of each person: POST approval/v4/instances/subscription';
const APPROVAL_TASKS = 'Needs an API call in the name of each person: POST approval/v4/tasks/subscription';
const DOCUMENT = 'Needs an API call for each document: POST drive/v1/files/:file_token/subscribe';
const FOLDER = 'Needs an API call for each folder: POST drive/v1/files/:file_token/subscribe';
const CALENDARS = 'Needs an API call in the name of each person: POST calendar/v4/calendars/subscription';
const CALENDAR = 'Needs an API call in the name of a person, for each calendar: POST calendar/v4/calendars/:calendar_id/events/subscription';
const MAILBOX = 'Needs an API call in the name of a person, for each mailbox: POST mail/v1/user_mailboxes/:user_mailbox_id/event/subscribe';
const HELP_DESK = 'Needs an API call with the token of the help desk: POST helpdesk/v1/events/subscribe';
const TASKS = 'Needs an API call: POST task/v2/task_v2/task_subscription';

const BOOKED = 'Only of meetings that were booked by API';

/**
 * Those that are of use to workflows. Any other can be entered by its type. "Event list",
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-list
 */
export const FEISHU_EVENTS: EventType[] = [
	// Chats and messages
	event('im.message.message_read_v1', 'Message Read', 'Somebody has read a message that the bot sent in a private chat'),
	event('im.message.recalled_v1', 'Message Recalled', 'A message in a chat of the bot has been recalled'),
	event('im.message.reaction.created_v1', 'Reaction Added', 'Somebody has reacted with an emoji to a message in a chat of the bot'),
	event('im.message.reaction.deleted_v1', 'Reaction Removed', 'Somebody has taken back a reaction to a message in a chat of the bot'),
	event('im.chat.access_event.bot_p2p_chat_entered_v1', 'Private Chat Opened', 'Somebody has opened the private chat with the bot'),
	event('im.chat.member.bot.added_v1', 'Bot Added to Group', 'The bot has been added to a group'),
	event('im.chat.member.bot.deleted_v1', 'Bot Removed From Group', 'The bot has been removed from a group'),
	event('im.chat.member.user.added_v1', 'Member Joined Group', 'People have joined a group that the bot is in'),
	event('im.chat.member.user.deleted_v1', 'Member Left Group', 'People have left a group that the bot is in, or have been removed'),
	event('im.chat.member.user.withdrawn_v1', 'Group Invitation Withdrawn', 'An invitation to a group that the bot is in has been taken back'),
	event('im.chat.updated_v1', 'Group Changed', 'The name, owner or settings of a group that the bot is in have changed'),
	event('im.chat.disbanded_v1', 'Group Dissolved', 'A group that the bot is in has been dissolved, and its history is not kept for the members'),
	// The app
	event('application.bot.menu_v6', 'Bot Menu Clicked', 'Somebody has chosen an entry of the bot menu that sends an event'),
	event('application.application.created_v6', 'App Created', 'An app has been created in the organization'),
	event('application.application.app_version.audit_v6', 'App Version Reviewed', 'A version of an app has been approved or rejected'),
	event('application.application.app_version.publish_apply_v6', 'App Version Submitted', 'A version of an app waits to be approved'),
	event('application.application.feedback.created_v6', 'App Feedback Received', 'Somebody has sent feedback about an app'),
	// The organization
	event('contact.user.created_v3', 'Employee Joined', 'Somebody has been added to the organization'),
	event('contact.user.updated_v3', 'Employee Changed', 'The details of an employee whom the app may see have changed'),
	event('contact.user.deleted_v3', 'Employee Left', 'Somebody has left the organization'),
	event('contact.department.created_v3', 'Department Created', 'A department has been created'),
	event('contact.department.updated_v3', 'Department Changed', 'A department has been changed'),
	event('contact.department.deleted_v3', 'Department Deleted', 'A department has been deleted'),
	event('contact.scope.updated_v3', 'Contact Range Changed', 'The range of contacts that the app may see has changed'),
	// Documents
	event('drive.file.edit_v1', 'Document Edited', 'A document has been edited', DOCUMENT),
	event('drive.file.title_updated_v1', 'Document Renamed', 'A document has been renamed', DOCUMENT),
	event('drive.file.created_in_folder_v1', 'Document Created in Folder', 'A document has been created in a folder', FOLDER),
	event('drive.file.trashed_v1', 'Document Moved to Trash', 'A document has been moved to the trash', DOCUMENT),
	event('drive.file.deleted_v1', 'Document Deleted', 'A document has been deleted for good', DOCUMENT),
	event('drive.file.permission_member_added_v1', 'Document Collaborator Added', 'A document has a new collaborator', DOCUMENT),
	event('drive.file.permission_member_removed_v1', 'Document Collaborator Removed', 'Somebody is no longer a collaborator of a document', DOCUMENT),
	event('drive.file.permission_member_applied_v1', 'Document Access Requested', 'Somebody asks to be let into a document, or to let others in', DOCUMENT),
	event('drive.file.bitable_record_changed_v1', 'Base Record Changed', 'Records of a base (multidimensional table) have changed', DOCUMENT),
	event('drive.file.bitable_field_changed_v1', 'Base Field Changed', 'Fields of a base (multidimensional table) have changed', DOCUMENT),
	event('drive.notice.comment_add_v1', 'Document Comment Added', 'Somebody has commented or replied in a document, and the app gets a notice of it'),
	// Calendars, meetings and attendance
	event('calendar.calendar.changed_v4', 'Calendar Changed', 'The calendars of a person have changed', CALENDARS),
	event('calendar.calendar.event.changed_v4', 'Calendar Event Changed', 'An event of a calendar has changed', CALENDAR),
	event('vc.meeting.meeting_started_v1', 'Meeting Started', 'A video meeting has started', BOOKED),
	event('vc.meeting.meeting_ended_v1', 'Meeting Ended', 'A video meeting has ended', BOOKED),
	event('vc.meeting.join_meeting_v1', 'Meeting Joined', 'Somebody has joined a video meeting', BOOKED),
	event('vc.meeting.leave_meeting_v1', 'Meeting Left', 'Somebody has left a video meeting', BOOKED),
	event('vc.meeting.recording_ready_v1', 'Meeting Recording Ready', 'The recording of a video meeting is ready', BOOKED),
	event('vc.meeting.all_meeting_started_v1', 'Any Meeting Started', 'A video meeting of the organization has started'),
	event('vc.meeting.all_meeting_ended_v1', 'Any Meeting Ended', 'A video meeting of the organization has ended'),
	event('attendance.user_flow.created_v1', 'Attendance Recorded', 'Somebody has clocked in or out'),
	// Approvals and tasks
	event('approval_instance', 'Approval Request Changed', 'A request has been made, approved, rejected or withdrawn', APPROVAL),
	event('approval_task', 'Approval Task Changed', 'The task of an approver has changed', APPROVAL),
	event('approval.approval.updated_v4', 'Approval Form Changed', 'The definition of an approval has changed', APPROVAL),
	event('approval.instance.status_changed_v4', 'Approval Request of Person Changed', 'A request that a person has made, decides on or manages has changed', REQUESTS),
	event('approval.task.status_changed_v4', 'Approval Task of Person Changed', 'A task of an approval that a person takes part in or manages has changed', APPROVAL_TASKS),
	event('task.task.updated_v1', 'Task of App Changed', 'A task that this app has created has been changed, completed or deleted'),
	event('task.task.update_tenant_v1', 'Any Task Changed', 'A task of the organization has changed'),
	event('task.task.update_user_access_v2', 'Assigned Task Changed', 'A task that the app is responsible for has been created, changed, completed or deleted', TASKS),
	// Mail and help desk
	event('mail.user_mailbox.event.message_received_v1', 'Mail Received', 'A mailbox has received a mail', MAILBOX),
	event('helpdesk.ticket.created_v1', 'Help Desk Ticket Created', 'A ticket has been opened at the help desk', HELP_DESK),
	event('helpdesk.ticket.updated_v1', 'Help Desk Ticket Changed', 'A ticket of the help desk has changed', HELP_DESK),
	event('helpdesk.ticket_message.created_v1', 'Help Desk Message Received', 'Somebody has written in a ticket of the help desk', HELP_DESK),
];
