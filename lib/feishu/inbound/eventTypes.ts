/**
 * Events that an app can subscribe to, besides messages and clicks on cards: "Event list",
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-list
 */
export interface EventType {
	/** The platform's own name. */
	type: string;
	name: string;
	description: string;
}

const event = (type: string, name: string, description: string): EventType => ({ type, name, description });

/** Those that are of use to workflows, by name. Any other can be entered by its type. */
export const FEISHU_EVENTS: EventType[] = [
	// Chats and messages
	event('im.message.message_read_v1', 'Message Read', 'Somebody has read a message that the bot sent in a private chat'),
	event('im.message.recalled_v1', 'Message Recalled', 'A message has been recalled'),
	event('im.message.reaction.created_v1', 'Reaction Added', 'Somebody has reacted to a message with an emoji'),
	event('im.message.reaction.deleted_v1', 'Reaction Removed', 'Somebody has taken back a reaction to a message'),
	event('im.chat.access_event.bot_p2p_chat_entered_v1', 'Private Chat Opened', 'Somebody has opened the private chat with the bot'),
	event('im.chat.member.bot.added_v1', 'Bot Added to Group', 'The bot has been added to a group'),
	event('im.chat.member.bot.deleted_v1', 'Bot Removed From Group', 'The bot has been removed from a group'),
	event('im.chat.member.user.added_v1', 'Member Joined Group', 'People have joined a group that the bot is in'),
	event('im.chat.member.user.deleted_v1', 'Member Left Group', 'People have left a group that the bot is in, or have been removed'),
	event('im.chat.member.user.withdrawn_v1', 'Group Invitation Withdrawn', 'An invitation to a group that the bot is in has been taken back'),
	event('im.chat.updated_v1', 'Group Changed', 'The name, owner or settings of a group that the bot is in have changed'),
	event('im.chat.disbanded_v1', 'Group Dissolved', 'A group that the bot is in has been dissolved'),
	// The app
	event('application.bot.menu_v6', 'Bot Menu Clicked', 'Somebody has chosen an entry of the bot menu that sends an event'),
	event('application.application.created_v6', 'App Created', 'An app has been created in the organization'),
	event('application.application.visibility.added_v6', 'App Made Available', 'The app has become available to more people'),
	event('application.application.app_version.audit_v6', 'App Version Reviewed', 'A version of an app has been approved or rejected'),
	event('application.application.app_version.publish_apply_v6', 'App Version Submitted', 'A version of an app waits to be approved'),
	event('application.application.feedback.created_v6', 'App Feedback Received', 'Somebody has sent feedback about an app'),
	// The organization
	event('contact.user.created_v3', 'Employee Joined', 'Somebody has been added to the organization'),
	event('contact.user.updated_v3', 'Employee Changed', 'The details of an employee have changed'),
	event('contact.user.deleted_v3', 'Employee Left', 'Somebody has left the organization'),
	event('contact.department.created_v3', 'Department Created', 'A department has been created'),
	event('contact.department.updated_v3', 'Department Changed', 'A department has been changed'),
	event('contact.department.deleted_v3', 'Department Deleted', 'A department has been deleted'),
	event('contact.scope.updated_v3', 'Contact Range Changed', 'The range of contacts that the app may see has changed'),
	// Documents
	event('drive.file.edit_v1', 'Document Edited', 'A document that the app has subscribed to has been edited'),
	event('drive.file.title_updated_v1', 'Document Renamed', 'A document that the app has subscribed to has been renamed'),
	event('drive.file.created_in_folder_v1', 'Document Created in Folder', 'A document has been created in a folder that the app has subscribed to'),
	event('drive.file.trashed_v1', 'Document Moved to Trash', 'A document that the app has subscribed to has been moved to the trash'),
	event('drive.file.deleted_v1', 'Document Deleted', 'A document that the app has subscribed to has been deleted for good'),
	event('drive.file.permission_member_added_v1', 'Document Collaborator Added', 'A document that the app has subscribed to has a new collaborator'),
	event('drive.file.bitable_record_changed_v1', 'Base Record Changed', 'Records of a base (multidimensional table) that the app has subscribed to have changed'),
	event('drive.file.bitable_field_changed_v1', 'Base Field Changed', 'Fields of a base (multidimensional table) that the app has subscribed to have changed'),
	event('drive.notice.comment_add_v1', 'Document Comment Added', 'Somebody has commented on a document that the app has subscribed to'),
	// Calendars and meetings
	event('calendar.calendar.changed_v4', 'Calendar Changed', 'A calendar that the app has subscribed to has changed'),
	event('calendar.calendar.event.changed_v4', 'Calendar Event Changed', 'An event of a calendar that the app has subscribed to has changed'),
	event('vc.meeting.meeting_started_v1', 'Meeting Started', 'A video meeting that the app has booked has started'),
	event('vc.meeting.meeting_ended_v1', 'Meeting Ended', 'A video meeting that the app has booked has ended'),
	event('vc.meeting.all_meeting_started_v1', 'Any Meeting Started', 'A video meeting of the organization has started'),
	event('vc.meeting.all_meeting_ended_v1', 'Any Meeting Ended', 'A video meeting of the organization has ended'),
	event('vc.meeting.recording_ready_v1', 'Meeting Recording Ready', 'The recording of a video meeting is ready'),
	// Approvals, mail, help desk
	event('approval_instance', 'Approval Request Changed', 'A request has been made, approved, rejected or withdrawn'),
	event('approval_task', 'Approval Task Changed', 'The task of an approver has changed'),
	event('approval.approval.updated_v4', 'Approval Form Changed', 'The definition of an approval has changed'),
	event('mail.user_mailbox.event.message_received_v1', 'Mail Received', 'A mailbox that the app has subscribed to has received a mail'),
	event('helpdesk.ticket.created_v1', 'Help Desk Ticket Created', 'A ticket has been opened at the help desk'),
	event('helpdesk.ticket.updated_v1', 'Help Desk Ticket Changed', 'A ticket of the help desk has changed'),
].sort((a, b) => (a.name < b.name ? -1 : 1));
