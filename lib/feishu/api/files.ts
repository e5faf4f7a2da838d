import { path } from '../../apiCall';
import type { JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { madeIn, type Download, type FeishuCall } from '../appClient';

/** What is uploaded; as `inputFile` of ../../n8n/binary reads it. */
export interface Upload {
	bytes: Buffer;
	/** With its extension. */
	fileName: string;
	/** MIME type. */
	contentType: string;
}

const MEGABYTE = 1024 * 1024;
const IMAGE_BYTES = 10 * MEGABYTE;
const FILE_BYTES = 30 * MEGABYTE;

/**
 * "Upload image": more than 0 bytes and at most 10 MB; JPG, PNG, WEBP, GIF, BMP, ICO, TIFF or HEIC.
 * https://open.feishu.cn/document/server-docs/im-v1/image/create
 */
export function imageUpload(image: Upload): FeishuCall {
	checkSize(image, IMAGE_BYTES, 'A picture', 'Make it smaller, or send it as a file (at most 30 MB).');
	return {
		method: 'POST',
		path: '/open-apis/im/v1/images',
		form: [
			{ name: 'image_type', value: 'message' },
			{ name: 'image', value: image.bytes, fileName: image.fileName, contentType: image.contentType },
		],
		repeatable: true,
	};
}

/** `img_...` */
export const imageKeyOf = (answer: JsonObject): string => madeIn(answer, 'image_key');

/**
 * "Upload file": more than 0 bytes and at most 30 MB.
 * https://open.feishu.cn/document/server-docs/im-v1/file/create
 *
 * @param file.durationMs of a sound or a video; without it the chat shows none
 * @param file.as the type of the message that it is for, if that is known: each takes its own types of files (error 230055)
 */
export function fileUpload(file: Upload & { durationMs?: number; as?: keyof typeof SENT_AS }): FeishuCall {
	const type = file.as ? typeFor(file, file.as) : fileTypeOf(file);
	checkSize(file, FILE_BYTES, 'A file', 'Make it smaller, or put it where the readers can fetch it and send them the link.');
	return {
		method: 'POST',
		path: '/open-apis/im/v1/files',
		form: [
			{ name: 'file_type', value: type },
			{ name: 'file_name', value: file.fileName },
			...(file.durationMs ? [{ name: 'duration', value: String(Math.round(file.durationMs)) }] : []),
			{ name: 'file', value: file.bytes, fileName: file.fileName, contentType: file.contentType },
		],
		repeatable: true,
	};
}

/** `file_...` */
export const fileKeyOf = (answer: JsonObject): string => madeIn(answer, 'file_key');

function checkSize({ bytes, fileName }: Upload, most: number, what: string, fix: string): void {
	if (bytes.length === 0) {
		throw new InputError(`The file "${fileName}" is empty`, 'Check the node that reads or makes it: the platform takes no file of 0 bytes.');
	}
	if (bytes.length > most) {
		// Rounded up: "has 10.0 MB, may have at most 10 MB" would say nothing.
		const megabytes = (Math.ceil((10 * bytes.length) / MEGABYTE) / 10).toFixed(1);
		throw new InputError(`The file "${fileName}" has ${megabytes} MB`, `${what} may have at most ${most / MEGABYTE} MB. ${fix}`);
	}
}

/** What a message of each type may be made of; a file may be anything that is not played. */
const SENT_AS = { audio: ['opus'], media: ['mp4'], file: undefined } as const;

function typeFor(file: Upload, as: keyof typeof SENT_AS): string {
	const type = fileTypeOf(file);
	if (as === 'file') return type === 'opus' || type === 'mp4' ? 'stream' : type;
	if (SENT_AS[as].some((known) => known === type)) return type;
	throw new InputError(
		`"${file.fileName}" can't be sent as ${as === 'audio' ? 'a voice message: the platform takes OPUS files' : 'a video: the platform takes MP4 files'} only`,
		'Convert it before this node, or send it as a file.',
	);
}

/** The types that the platform knows, by extension. */
const EXTENSIONS = new Map(Object.entries({
	opus: 'opus',
	mp4: 'mp4',
	pdf: 'pdf',
	doc: 'doc',
	docx: 'doc',
	xls: 'xls',
	xlsx: 'xls',
	ppt: 'ppt',
	pptx: 'ppt',
}));

/** The same by MIME type, for names without a telling extension. */
const MIME_TYPES = new Map(Object.entries({
	'audio/opus': 'opus',
	'audio/ogg; codecs=opus': 'opus',
	'video/mp4': 'mp4',
	'application/pdf': 'pdf',
	'application/msword': 'doc',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xls',
	'application/vnd.ms-powerpoint': 'ppt',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'ppt',
}));

/** `opus`, `mp4`, `pdf`, `doc`, `xls`, `ppt`, or `stream` for everything else. */
export function fileTypeOf({ fileName, contentType }: Pick<Upload, 'fileName' | 'contentType'>): string {
	const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
	return EXTENSIONS.get(extension) ?? MIME_TYPES.get(contentType.toLowerCase()) ?? 'stream';
}

/** The key of a file in a message. */
export function resourceKey(given: string): string {
	const key = given.trim();
	if (/^(?:img|file)_[\w-]+$/.test(key)) return key;
	throw new InputError(
		key === '' ? 'The file key is empty' : `"${key.slice(0, 100)}" is not the key of a file`,
		'Enter the key that a trigger brings with the attachments of the message ({{ $json.message.attachments[0].key }}), or the file_key (file_...) or image_key (img_...) in the content that Message > Get returns.',
	);
}

/**
 * "Get resource files in messages": at most 100 MB; the bot must be in the chat of the message.
 * https://open.feishu.cn/document/server-docs/im-v1/message/get-2
 */
export const messageResource = (messageId: string, key: string): FeishuCall => ({
	method: 'GET',
	path: path`/open-apis/im/v1/messages/${messageId}/resources/${key}`,
	api: '/open-apis/im/v1/messages/:message_id/resources/:file_key',
	query: { type: key.startsWith('img_') ? 'image' : 'file' },
	download: true,
});

/** The file of an answer, named as the platform names it, or by its key. */
export function resourceOf(answer: JsonObject, key: string): Upload {
	const { bytes, contentType, contentDisposition } = answer as Download;
	return { bytes, fileName: fileNameOf(contentDisposition) ?? key, contentType: contentType.split(';')[0]!.trim() };
}

/** RFC 6266: `filename*=UTF-8''...` goes before `filename="..."`. */
function fileNameOf(contentDisposition: string): string | undefined {
	const encoded = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(contentDisposition)?.[1];
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(contentDisposition);
	const name = decoded(encoded) ?? plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2];
	// A path in it would be the sender's, or an attack.
	return name?.split(/[\\/]/).at(-1)?.trim() || undefined;
}

function decoded(encoded: string | undefined): string | undefined {
	try {
		return encoded && decodeURIComponent(encoded);
	} catch {
		return undefined;
	}
}
