import { InputError } from '../inputError';
import { jsonBytes } from '../notification/text';
import type { JsonObject } from '../http';
import type { BotMessage } from './botClient';
import { filled, type Room } from './fields';

/**
 * A work notification's message: `msgtype` and the object that it names. Mind the names, which are others than a
 * robot's. https://open.dingtalk.com/document/development/message-types-and-data-format
 */
export type WorkMessage = { msgtype: string } & JsonObject;

/** "At most 2,048 bytes." */
const MESSAGE_BYTES = 2_048;

export const WORK_ROOM: Room = { taker: 'a work notification', most: MESSAGE_BYTES, bytesOf: (message) => jsonBytes(workMessage(message)) };

/** The same message in the words of work notifications. */
export function workMessage({ text, markdown, link, actionCard }: BotMessage): WorkMessage {
	if (text) return { msgtype: 'text', text };
	if (markdown) return { msgtype: 'markdown', markdown };
	if (link) return { msgtype: 'link', link };
	if (!actionCard) throw new InputError('A work notification can not be of this message type', 'Choose another message type.');
	const { title, text: body, singleTitle = '', singleURL = '', btns, btnOrientation = '0' } = actionCard;
	const buttons = btns?.map((button) => ({ title: button.title, action_url: button.actionURL }));
	checkButtons(buttons ?? [{ title: singleTitle, action_url: singleURL }], buttons ? 700 : 500);
	return {
		msgtype: 'action_card',
		action_card: {
			title,
			markdown: body,
			...(buttons ? { btn_orientation: btnOrientation, btn_json_list: buttons } : { single_title: singleTitle, single_url: singleURL }),
		},
	};
}

const BUTTON_TITLE_LENGTH = 20;
const BUTTONS_LENGTH = 1_000;

function checkButtons(buttons: Array<{ title: string; action_url: string }>, urlLength: number): void {
	for (const [index, { title, action_url: url }] of buttons.entries()) {
		if (title.length > BUTTON_TITLE_LENGTH) {
			throw new InputError(`Button ${index + 1}: the text has ${title.length} characters; a work notification takes at most ${BUTTON_TITLE_LENGTH}`, 'Shorten it.');
		}
		if (url.length > urlLength) {
			throw new InputError(`Button ${index + 1}: the URL has ${url.length} characters; a work notification takes at most ${urlLength}`, SHORTER_URLS);
		}
	}
	const { length } = JSON.stringify(buttons);
	if (buttons.length > 1 && length > BUTTONS_LENGTH) {
		throw new InputError(`The buttons have ${length} characters as JSON; a work notification takes at most ${BUTTONS_LENGTH}`, SHORTER_URLS);
	}
}

const SHORTER_URLS = 'Use shorter URLs, and set Open Links In to DingTalk Decides, which adds nothing to them.';

export const workImage = (mediaId: string): WorkMessage => ({ msgtype: 'image', image: { media_id: mediaId } });

/** "At most 10 MB." */
const FILE_MB = 10;

export function checkWorkFile({ bytes, fileName }: { bytes: Buffer; fileName: string }): void {
	const size = bytes.length / (1024 * 1024);
	if (size <= FILE_MB) return;
	throw new InputError(`"${fileName}" has ${size.toFixed(1)} MB; here DingTalk takes at most ${FILE_MB} MB`, 'Make the file smaller, or send a link to it.');
}

export const workFile = (mediaId: string): WorkMessage => ({ msgtype: 'file', file: { media_id: mediaId } });

/** "A positive whole number below 60." */
export function workVoice(mediaId: string, seconds: number): WorkMessage {
	if (seconds >= 60) throw new InputError(`The voice message has ${seconds} s; a work notification takes less than 60 s`, 'Shorten it, or send it as a file.');
	return { msgtype: 'voice', voice: { media_id: mediaId, duration: String(Math.max(1, Math.round(Math.min(seconds, 59)))) } };
}

export interface OaMessage {
	/** What a click opens. */
	url: string;
	/** On a computer; empty for the same. */
	pcUrl: string;
	/** Shown by older clients only: the platform puts the name of the app there. */
	head: string;
	/** `RRGGBB` */
	headColor: string;
	title: string;
	content: string;
	form: Array<{ key: string; value: string }>;
	/** A number in large digits, with its unit; empty for none. */
	number: string;
	unit: string;
	/** Media ID. */
	image?: string;
	fileCount: string;
	author: string;
	/** Empty for no status bar. */
	status: string;
	/** `RRGGBB` */
	statusColor: string;
}

/** Six digits, with or without `#`. */
export function color(given: string): string {
	const digits = given.trim().replace(/^#/, '');
	if (/^[\da-f]{6}$/i.test(digits)) return digits.toUpperCase();
	throw new InputError(`"${given.slice(0, 20)}" is not a colour`, 'Enter a colour as #RRGGBB, for example #F65E5E.');
}

/** What can't be cut without saying less than was meant: too long is an error. */
export function workOa(oa: OaMessage): { message: WorkMessage; warnings: string[] } {
	const { url, pcUrl, head, title, content, form, number, unit, image, fileCount, author, status } = oa;
	const rows = form.filter(({ key, value }) => key !== '' || value !== '');
	const body = {
		...(title !== '' && { title }),
		...(rows.length > 0 && { form: rows }),
		...(number !== '' && { rich: { num: number, unit } }),
		...(content !== '' && { content }),
		...(image && { image }),
		...(fileCount !== '' && { file_count: fileCount }),
		...(author !== '' && { author }),
	};
	if (Object.keys(body).length === 0) throw new InputError('The message is empty', 'Enter a title, a text or form rows.');
	const message: WorkMessage = {
		msgtype: 'oa',
		oa: {
			message_url: url,
			...(pcUrl !== '' && { pc_message_url: pcUrl }),
			head: { bgcolor: `FF${color(oa.headColor)}`, text: filled('head', head) },
			...(status !== '' && { status_bar: { status_value: status, status_bg: statusBackground(oa.statusColor) } }),
			body,
		},
	};
	const bytes = jsonBytes(message);
	if (bytes > MESSAGE_BYTES) {
		throw new InputError(`The message has ${bytes} bytes; a work notification takes at most ${MESSAGE_BYTES} (a Chinese character has 3)`, 'Shorten the text, the form rows or the URL.');
	}
	const hidden = rows.length > FORM_SHOWN ? [`DingTalk shows only the first ${FORM_SHOWN} form rows of a work notification; ${rows.length - FORM_SHOWN} more were sent.`] : [];
	return { message, warnings: hidden };
}

const FORM_SHOWN = 6;

export const statusBackground = (given: string): string => `0xFF${color(given)}`;
