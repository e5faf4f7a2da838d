import { permanent, PUBLISH, transient, type ErrorTable } from './rows';

const RANGE = `In the developer console ({app}), widen the range of contacts the app may see (Permissions & Scopes > Data Permissions), ${PUBLISH}.`;

/** "Contacts": https://open.feishu.cn/document/server-docs/contact-v3/user/get, .../department/children and their neighbours. */
export const contactErrors: ErrorTable = {
	'40001': permanent('A field has a value that the platform does not take', 'Check the ID and its kind.'),
	'40003': transient('The platform failed to read its directory'),
	'40004': permanent('The app may not see this department', `${RANGE} The whole organization (root department) needs the range "all members".`),
	'40008': permanent('There is no such department', 'Choose the department from the list.'),
	'40011': permanent('The platform does not take this page size', 'Please report this to the maintainers of the package.'),
	'40012': permanent('The platform does not know the next page of the list any more', 'Run the node again.'),
	'40014': permanent('The app may not see the department above', RANGE),
	'41012': permanent('There is nobody with this ID', 'Check the ID and its kind: open IDs begin with ou_, union IDs with on_, user IDs with neither. User > Find gets the ID of a person.'),
	'41050': permanent('The app may not see this person', RANGE),
	'42008': permanent('The platform does not know the organization of the app', 'Check the Region in the credential.'),
	'43007': permanent('Two departments have the same ID of their own', 'Use the ID that begins with od-.'),
	'43010': permanent('The department is too large to be read with all below it', 'Enter the ID of a smaller department.'),
};
