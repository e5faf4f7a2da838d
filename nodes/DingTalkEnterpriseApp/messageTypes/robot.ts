import type { INodeProperties } from 'n8n-workflow';
import { asRobotMessage } from '../../../lib/dingtalk/robotNotification';
import { audioMessage, checkAudio, customMessage, fileMessage, fileTypeOf, imageMessage, ROBOT_ROOM, videoMessage, type RobotMessage } from '../../../lib/dingtalk/robotMessage';
import { InputError } from '../../../lib/inputError';
import { jsonParameter, numberParameter, textParameter } from '../../../lib/n8n/parameters';
import type { Rendered } from '../../../lib/notification/types';
import { MEDIA, mediaFields, pictureFields, readMedia, readPicture, type MediaNames } from '../media';
import { linkForm, readLink, textTypes } from './texts';
import type { MessageType, MessageTypes } from './types';

/** What the app's robot sends to people and groups. */

const whole = (body: RobotMessage): Rendered<RobotMessage> => ({ body, warnings: [] });

const PICTURE: MediaNames = { label: 'Picture', from: 'pictureFrom', binary: 'pictureBinaryPropertyName', mediaId: 'pictureMediaId' };

const link: MessageType<RobotMessage> = {
	option: { name: 'Link', value: 'link', description: 'A tile with title, text and picture that opens a web page' },
	form: linkForm(pictureFields('Picture', PICTURE, { isOptional: true, isFromWeb: true })),
	read: async (tools) => asRobotMessage(readLink(tools, ROBOT_ROOM, await readPicture(tools, PICTURE, 'none'))),
};

const image: MessageType<RobotMessage> = {
	option: { name: 'Image', value: 'image', description: 'A picture from the item, the web, or uploaded before' },
	form: pictureFields('Image', MEDIA, { isFromWeb: true }),
	read: async (tools) => {
		const { mediaId, url = '' } = await readPicture(tools, MEDIA, 'binary');
		return whole(imageMessage(mediaId ?? url));
	},
};

const durationField: INodeProperties = {
	displayName: 'Duration (Seconds)',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: 1 },
	required: true,
	default: 10,
	description: 'How long it plays, as the chat shows it; the platform does not measure it',
};

const seconds = ({ context, item }: Parameters<MessageType<RobotMessage>['read']>[0]): number =>
	numberParameter(context, 'duration', item, 10, { least: 1, most: 86_400 });

const audio: MessageType<RobotMessage> = {
	option: { name: 'Audio', value: 'audio', description: 'A voice message' },
	form: [...mediaFields('Audio', 'Ogg or amr, at most 2 MB.'), durationField],
	read: async (tools) => whole(audioMessage((await readMedia(tools, 'voice', MEDIA, checkAudio)).mediaId, seconds(tools))),
};

const file: MessageType<RobotMessage> = {
	option: { name: 'File', value: 'file', description: 'A document or archive' },
	form: [
		...mediaFields('File', 'Xlsx, pdf, zip, rar, doc or docx, at most 20 MB.'),
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. report.pdf',
			description: 'What the chat shows, with its ending. Empty for the name of the file in the binary field; needed with a media ID.',
		},
	],
	read: async (tools) => {
		const given = textParameter(tools.context, 'fileName', tools.item).trim();
		const { mediaId, fileName = '' } = await readMedia(tools, 'file', MEDIA, (own) => fileTypeOf(given || own.fileName));
		const name = given || fileName;
		if (name === '') throw new InputError('The file name is empty', 'Enter the name of the file with its ending, for example report.pdf.');
		return whole(fileMessage(mediaId, name));
	},
};

const COVER: MediaNames = { label: 'Cover', from: 'coverFrom', binary: 'coverBinaryPropertyName', field: 'cover', mediaId: 'coverMediaId' };

const pixels = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Size at which the chat shows it, in pixels; 0 for the standard size',
});

const video: MessageType<RobotMessage> = {
	option: { name: 'Video', value: 'video', description: 'A video with a picture that is shown before it plays' },
	form: [
		...mediaFields('Video', 'Mp4, at most 20 MB.'),
		...pictureFields('Cover', COVER, {}),
		durationField,
		pixels('Width', 'width'),
		pixels('Height', 'height'),
	],
	read: async (tools) => {
		const { context, item } = tools;
		const size = (name: string) => Math.round(numberParameter(context, name, item, 0, { least: 0, most: 10_000 }));
		const [{ mediaId }, { mediaId: coverId = '' }] = await Promise.all([readMedia(tools, 'video'), readMedia(tools, 'image', COVER)]);
		return whole(videoMessage({ mediaId, coverId, seconds: seconds(tools), width: size('width'), height: size('height') }));
	},
};

const custom: MessageType<RobotMessage> = {
	option: { name: 'Custom (JSON)', value: 'custom', description: 'Any message key with its parameters, as DingTalk documents them' },
	form: [
		{
			displayName: 'Message Key',
			name: 'msgKey',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. sampleMarkdown',
			description: 'The msgKey of the message',
		},
		{
			displayName: 'Message Parameters (JSON)',
			name: 'msgParam',
			type: 'json',
			required: true,
			default: '{\n  "title": "",\n  "text": ""\n}',
			typeOptions: { rows: 6 },
			description: 'The msgParam as an object; values that are no texts become texts, as the platform wants them',
		},
	],
	read: ({ context, item }) => whole(customMessage(textParameter(context, 'msgKey', item), jsonParameter(context, 'msgParam', item, 'Message Parameters (JSON)'))),
};

export const robotTypes: MessageTypes<RobotMessage> = [...textTypes(ROBOT_ROOM, asRobotMessage), link, image, file, audio, video, custom];
