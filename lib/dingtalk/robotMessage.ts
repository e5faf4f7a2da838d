import type { JsonObject } from '../http';
import { InputError } from '../inputError';
import { jsonBytes } from '../notification/text';
import type { ActionCard, BotMessage } from './botClient';
import { filled, textsOf, type Room } from './fields';

/**
 * A message as the robot of an app sends it: its kind, and its fields, which are all texts. Nobody can be mentioned in
 * it. https://open.dingtalk.com/document/development/robot-message-type
 */
export type RobotMessage = { msgKey: string; msgParam: Record<string, string> };

/** "At most 15,000 bytes" of `msgParam`; documented for groups, and taken for people as well. */
export const PARAM_BYTES = 15_000;

export const ROBOT_ROOM: Room = {
	taker: "the app's robot",
	most: PARAM_BYTES,
	bytesOf: (message) => jsonBytes(robotMessage(message).msgParam),
};

/** The same message in the words of the robot of an app. */
export function robotMessage({ text, markdown, link, actionCard }: BotMessage): RobotMessage {
	if (text) return { msgKey: 'sampleText', msgParam: { content: text.content } };
	if (markdown) return { msgKey: 'sampleMarkdown', msgParam: { ...markdown } };
	if (link) return { msgKey: 'sampleLink', msgParam: { ...link } };
	if (actionCard) return robotCard(actionCard);
	throw new InputError("The app's robot does not know this message type", 'Choose another message type.');
}

const MOST_BUTTONS = 5;

/** One button, two to five one below the other, or two side by side. */
function robotCard({ title, text, singleTitle = '', singleURL = '', btns = [], btnOrientation }: ActionCard): RobotMessage {
	if (btns.length === 0) return { msgKey: 'sampleActionCard', msgParam: { title, text, singleTitle, singleURL } };
	const isHorizontal = btnOrientation === '1';
	if (btns.length > MOST_BUTTONS || (isHorizontal && btns.length > 2)) {
		throw new InputError(
			isHorizontal ? `${btns.length} buttons can't stand side by side: there is room for two` : `The card has ${btns.length} buttons; DingTalk takes at most ${MOST_BUTTONS}`,
			isHorizontal ? 'Set Button Layout to Vertical, or leave out buttons.' : 'Leave out buttons, or put links into the text.',
		);
	}
	const [titleName, urlName] = isHorizontal ? ['buttonTitle', 'buttonUrl'] : ['actionTitle', 'actionURL'];
	const buttons = btns.flatMap((button, index) => [
		[`${titleName}${index + 1}`, button.title],
		[`${urlName}${index + 1}`, button.actionURL],
	]);
	return {
		msgKey: `sampleActionCard${isHorizontal ? 6 : btns.length}`,
		msgParam: { title, text, ...(Object.fromEntries(buttons) as Record<string, string>) },
	};
}

/** @param photo media ID or address */
export const imageMessage = (photo: string): RobotMessage => ({ msgKey: 'sampleImageMsg', msgParam: { photoURL: photo } });

export const audioMessage = (mediaId: string, seconds: number): RobotMessage => ({
	msgKey: 'sampleAudio',
	msgParam: { mediaId, duration: String(Math.round(seconds * 1000)) },
});

/** "Ogg and amr"; more can be uploaded, for work notifications. */
export function checkAudio({ fileName }: { fileName: string }): void {
	if (/\.(ogg|amr)$/i.test(fileName)) return;
	throw new InputError(`The robot can't send "${fileName}" as a voice message: it takes ogg and amr, by the end of the file's name`, 'Convert the audio, or put it into a zip (node Compression) and send that as a file.');
}

const FILE_TYPES = ['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx'];

export function fileMessage(mediaId: string, fileName: string): RobotMessage {
	return { msgKey: 'sampleFile', msgParam: { mediaId, fileName, fileType: fileTypeOf(fileName) } };
}

/** The end of a file's name, if the robot can send such a file. */
export function fileTypeOf(fileName: string): string {
	const fileType = /\.([^.]+)$/.exec(fileName.trim())?.[1]?.toLowerCase() ?? '';
	if (FILE_TYPES.includes(fileType)) return fileType;
	throw new InputError(
		`The robot can't send "${fileName}": it takes ${FILE_TYPES.join(', ')}, by the end of the file's name`,
		'Convert the file, put it into a zip (node Compression), or give it a name with the right ending.',
	);
}

export interface Video {
	mediaId: string;
	/** Media ID of the picture that is shown before it plays. */
	coverId: string;
	seconds: number;
	/** In pixels; 0 for the client's own. */
	width: number;
	height: number;
}

export const videoMessage = ({ mediaId, coverId, seconds, width, height }: Video): RobotMessage => ({
	msgKey: 'sampleVideo',
	msgParam: {
		duration: String(Math.max(1, Math.round(seconds))),
		videoMediaId: mediaId,
		videoType: 'mp4',
		picMediaId: coverId,
		...(width > 0 && { width: String(width) }),
		...(height > 0 && { height: String(height) }),
	},
});

/** A message in the platform's own words; what is no text becomes one. */
export function customMessage(msgKey: string, msgParam: JsonObject): RobotMessage {
	const texts = textsOf(msgParam);
	const bytes = jsonBytes(texts);
	if (bytes > PARAM_BYTES) {
		throw new InputError(`The message has ${bytes} bytes; the app's robot takes at most ${PARAM_BYTES}`, 'Shorten the texts in the JSON.');
	}
	return { msgKey: filled('message key', msgKey.trim()), msgParam: texts };
}
