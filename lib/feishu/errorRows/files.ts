import { botNotInChat, botOff, confidential, content, externalChat, form, keyDeleted, permanent, transient, type ErrorTable } from './rows';

/**
 * Pictures and files: https://open.feishu.cn/document/server-docs/im-v1/image/create, .../im-v1/file/create and
 * .../im-v1/message/get-2
 */
export const fileErrors: ErrorTable = {
	'232096': transient('The platform does not take new files at this moment'),
	'234001': permanent('A field has a value that the platform does not take', 'Check the message ID, the key of the file (img_... or file_...), and the name of the file.'),
	'234002': permanent('The platform did not accept who asks', 'Check the credential; if it is right, ask the support of the platform.'),
	'234003': permanent('The file is not in this message', 'Enter the message ID and the file key of the same message; a trigger brings the key with the attachments of the message, Message > Get in its content.'),
	'234004': botNotInChat,
	'234005': permanent('The picture has been deleted', 'Upload it again.'),
	'234006': form('The file is too large', 'A picture may have 10 MB, a file 30 MB: make it smaller, or send a link.'),
	'234007': botOff,
	'234008': permanent('The file was uploaded by another app', 'Choose the credential of the app that uploaded it, or upload it with this app.'),
	'234009': externalChat,
	'234010': form('The file is empty', 'Check the node that reads or makes it.'),
	'234011': form('The platform does not know the format of the picture', 'Use JPG, PNG, WEBP, GIF, BMP, ICO, TIFF or HEIC; send everything else as a file.'),
	'234019': transient('The platform could not read the permissions of the app'),
	'234037': permanent('The file is larger than 100 MB, the most that an app can download', 'Fetch it in the client.'),
	'234038': confidential('The file'),
	'234039': form('The picture has too many pixels', 'A GIF may have 2,000 x 2,000 pixels, other pictures 12,000 x 12,000: make it smaller, or send it as a file.'),
	'234040': permanent("The bot can't see the message", 'Let new members see earlier messages (group settings), or use a newer message.'),
	'234041': keyDeleted,
	'234042': permanent("The organization's own file store is full or failing", 'Ask the administrator of the organization.'),
	'234043': content("Files of this kind of message can't be downloaded: a card, or a forwarded collection", 'Use the message that the file was first sent in.'),
};
