import { CONSOLE, form, permanent, type ErrorTable } from './rows';

/** People, departments, groups and files. */

const OUTSIDE = `Add the person or the department to the app's contacts scope: ${CONSOLE.permissions} > Contacts Scope (通讯录权限范围).`;

/**
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 * https://open.dingtalk.com/document/development/address-book-search-user-id
 * https://open.dingtalk.com/document/development/create-common-group-new-version-v2
 * https://open.dingtalk.com/document/development/upload-media-files
 */
export const contactErrors: ErrorTable = {
	'60121': permanent('There is no such person', 'Enter the data of a current employee of the organization (admin console > Contacts).'),
	'33012': permanent('There is nobody with this user ID', 'Enter the user ID of a current employee (admin console > Contacts > the person), or find it with Get by Mobile.'),
	'40104': permanent('This is not a mobile number', 'Enter digits only, with the country code (+85212345678) outside of mainland China.'),
	'50002': permanent('The person is outside of what the app may see', OUTSIDE),
	'50004': permanent('The department is outside of what the app may see', OUTSIDE),
	'60003': permanent('There is no such department', 'Enter the number of a department; 1 is the whole organization, and Get Departments lists those below it.'),
	'400002': permanent('A field has a value that DingTalk does not take', 'Check that no required field is empty, and that IDs are copied completely.'),
	'40035': form('A field has a value that DingTalk does not take', 'Check that no required field is empty, and that IDs are copied completely.'),
	'parameter.error': permanent('DingTalk does not take this search', 'Enter a name, or a part of one.'),
	'parameter.invalid': permanent('A field of the group has a value that DingTalk does not take', 'Enter a name of at most 20 characters, and user IDs of current employees as owner and members.'),
	'permession.checkFailed': permanent('The owner of the group is outside of what the app may see', OUTSIDE),
	'member.exceed': permanent('The group has too many members', 'Name fewer people.'),
	'member.notFound': permanent('One of the people does not exist', 'Enter user IDs of current employees (admin console > Contacts).'),
	invalideChatId: permanent('There is no group with this chat ID', 'Enter the chat ID (chat...) of an internal group, as an event or the app on a phone returns it.'),
	'40004': permanent('DingTalk does not take this type of media', 'Choose image, voice, video or file.'),
	'40005': permanent("DingTalk does not take this kind of file, going by its name's extension", 'Convert the file, or put it into a zip.'),
	'40006': permanent('The file is empty or too large', 'Send a file of at most 20 MB, or a voice message of at most 2 MB.'),
	'41005': permanent('The file got lost on the way', 'Check whether a proxy on the way changes requests.'),
	'43008': permanent('The file got lost on the way', 'Check whether a proxy on the way changes requests.'),
};
