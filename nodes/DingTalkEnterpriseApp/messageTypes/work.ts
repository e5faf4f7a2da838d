import type { INodeProperties } from 'n8n-workflow';
import type { BotMessage } from '../../../lib/dingtalk/botClient';
import { linkUrl } from '../../../lib/dingtalk/links';
import { checkWorkFile, WORK_ROOM, workFile, workImage, workMessage, workOa, workVoice, type WorkMessage } from '../../../lib/dingtalk/workMessage';
import { InputError } from '../../../lib/inputError';
import { numberParameter, rowsParameter, textParameter } from '../../../lib/n8n/parameters';
import type { Rendered } from '../../../lib/notification/types';
import { fieldRows } from '../../shared/fieldRows';
import { oaLinksInField, openLinksIn } from '../fields';
import { MEDIA, mediaFields, pictureFields, readMedia, readPicture, type MediaNames } from '../media';
import { linkForm, readLink, textTypes } from './texts';
import type { MessageType, MessageTypes } from './types';

/** What a work notification can be. */

const converted = ({ body, warnings }: Rendered<BotMessage>): Rendered<WorkMessage> => ({ body: workMessage(body), warnings });

const PICTURE: MediaNames = { label: 'Picture', from: 'pictureFrom', binary: 'pictureBinaryPropertyName', mediaId: 'pictureMediaId' };

const link: MessageType<WorkMessage> = {
	option: { name: 'Link', value: 'link', description: 'A tile with title, text and picture that opens a web page' },
	form: linkForm(pictureFields('Picture', PICTURE, { hint: 'A link in a work notification needs a picture' })),
	read: async (tools) => converted(readLink(tools, WORK_ROOM, await readMedia(tools, 'image', PICTURE))),
};

const image: MessageType<WorkMessage> = {
	option: { name: 'Image', value: 'image', description: 'A picture from the item, or uploaded before' },
	form: pictureFields('Image', MEDIA, {}),
	read: async (tools) => ({ body: workImage((await readMedia(tools, 'image')).mediaId), warnings: [] }),
};

const voice: MessageType<WorkMessage> = {
	option: { name: 'Audio', value: 'voice', description: 'A voice message of less than a minute' },
	form: [
		...mediaFields('Audio', 'Amr, mp3 or wav, at most 2 MB.'),
		{
			displayName: 'Duration (Seconds)',
			name: 'duration',
			type: 'number',
			typeOptions: { minValue: 1 },
			required: true,
			default: 10,
			description: 'How long it plays, less than 60; the platform does not measure it',
		},
	],
	read: async (tools) => {
		const seconds = numberParameter(tools.context, 'duration', tools.item, 10, { least: 1, most: 86_400 });
		// Before the upload, which would be for nothing.
		workVoice('', seconds);
		return { body: workVoice((await readMedia(tools, 'voice')).mediaId, seconds), warnings: [] };
	},
};

const file: MessageType<WorkMessage> = {
	option: { name: 'File', value: 'file', description: 'A document or archive' },
	form: mediaFields('File', 'Doc, docx, xls, xlsx, ppt, pptx, zip, pdf or rar, at most 10 MB.'),
	read: async (tools) => ({ body: workFile((await readMedia(tools, 'file', MEDIA, checkWorkFile)).mediaId), warnings: [] }),
};

const line = (displayName: string, name: string, placeholder: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
});

const oaMore: INodeProperties = {
	displayName: 'More of the Message',
	name: 'oaMore',
	type: 'collection',
	placeholder: 'Add Part',
	default: {},
	options: [
		line('Attachments', 'fileCount', '3', 'How many attachments there are; only shown'),
		line('Author', 'author', 'n8n', 'Who it is from'),
		line('Head', 'head', 'Reports', "What older clients show above the message; newer ones show the app's name"),
		{ displayName: 'Head Color', name: 'headColor', type: 'color', default: '#BBBBBB', description: 'Color of the head' },
		line('Number', 'number', '15.6', 'A number in large digits'),
		line('Number Unit', 'unit', 'CNY', 'What stands behind the number'),
		line('PC URL', 'pcUrl', 'https://example.com/orders/7', 'What a click opens on a computer, if it is another page'),
		line('Status', 'status', 'In progress', 'Text of the status bar, which Update Status Bar can change. Only for messages to people, 5 at a time.'),
		{ displayName: 'Status Color', name: 'statusColor', type: 'color', default: '#1677FF', description: 'Color of the status bar' },
	],
};

const oa: MessageType<WorkMessage> = {
	option: { name: 'OA', value: 'oa', description: 'Title, form rows, text and status bar; opens a page' },
	form: [
		{ ...line('URL', 'url', 'https://example.com/orders/7', 'What a click on the message opens'), required: true },
		line('Title', 'title', 'Order 7', 'Heading of the message'),
		{ ...line('Text', 'text', 'Needs your approval by Friday', 'The chat shows three lines of it'), typeOptions: { rows: 3 } },
		fieldRows('Rows of the form; the chat shows six', { name: 'Applicant', value: 'Li Lei' }),
		...pictureFields('Picture', PICTURE, { isOptional: true }),
		oaMore,
		oaLinksInField,
	],
	read: async (tools) => {
		const { context, item } = tools;
		const given = (name: string) => textParameter(context, name, item).trim();
		const more = (name: string, fallback = '') => given(`oaMore.${name}`) || fallback;
		const open = (url: string) => linkUrl(url, openLinksIn(tools, 'organization'));
		const picture = await readPicture(tools, PICTURE, 'none');
		if (picture.url !== undefined) throw new InputError('The picture of a work notification has to be uploaded', 'Choose a binary field or a media ID.');
		const { message, warnings } = workOa({
			url: open(given('url')),
			pcUrl: more('pcUrl') && open(more('pcUrl')),
			head: more('head', 'n8n'),
			headColor: more('headColor', '#BBBBBB'),
			title: given('title'),
			content: given('text'),
			form: rowsParameter(context, 'fields.field', item).map(({ name = '', value = '' }) => ({ key: name, value })),
			number: more('number'),
			unit: more('unit'),
			image: picture.mediaId,
			fileCount: more('fileCount'),
			author: more('author'),
			status: more('status'),
			statusColor: more('statusColor', '#1677FF'),
		});
		return { body: message, warnings };
	},
};

export const workTypes: MessageTypes<WorkMessage> = [...textTypes(WORK_ROOM, converted), link, oa, image, voice, file];
