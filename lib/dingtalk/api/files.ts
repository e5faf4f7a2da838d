import { ApiFailure } from '../../apiFailure';
import type { Outcome } from '../../delivery/types';
import { exchange, refused, type Http, type HttpResponse, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import type { DingTalkApp, DingTalkCall } from '../appClient';
import { filled } from '../fields';

export type MediaType = 'image' | 'voice' | 'video' | 'file';

export interface MediaFile {
	bytes: Buffer;
	/** Its extension tells the platform what it is; see {@link mediaName}. */
	fileName: string;
	/** MIME type. */
	contentType: string;
	type: MediaType;
}

const MB = 1024 * 1024;

/**
 * What a media file may be: https://open.dingtalk.com/document/development/upload-media-files; `jpeg` is `jpg`, and
 * `ogg` stands in the document on robots' voice messages.
 */
const MEDIA: Record<MediaType, { noun: string; mostBytes: number; extensions: string[] }> = {
	image: { noun: 'an image', mostBytes: 20 * MB, extensions: ['jpg', 'jpeg', 'gif', 'png', 'bmp'] },
	voice: { noun: 'a voice message', mostBytes: 2 * MB, extensions: ['amr', 'mp3', 'wav', 'ogg'] },
	video: { noun: 'a video', mostBytes: 20 * MB, extensions: ['mp4'] },
	file: {
		noun: 'a file',
		mostBytes: 20 * MB,
		extensions: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'],
	},
};

/** For names without an extension: files that a workflow made often have none. */
const EXTENSION_OF: Record<string, string> = {
	'image/jpeg': 'jpg',
	'image/gif': 'gif',
	'image/png': 'png',
	'image/bmp': 'bmp',
	'audio/amr': 'amr',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
	'audio/ogg': 'ogg',
	'video/mp4': 'mp4',
	'application/zip': 'zip',
	'application/pdf': 'pdf',
	'application/msword': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.ms-powerpoint': 'ppt',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

/** In lower case, without the dot; empty if there is none. */
export const extensionOf = (fileName: string): string => /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** The name of a file; one without an ending gets that of its MIME type. */
export function mediaName({ fileName, contentType }: Pick<MediaFile, 'fileName' | 'contentType'>): string {
	const known = EXTENSION_OF[contentType];
	return extensionOf(fileName) === '' && known !== undefined ? `${fileName}.${known}` : fileName;
}

/**
 * "Upload media files": the answer holds `media_id`, which can be used any number of times. Throws an
 * {@link InputError} for a file that the platform doesn't take.
 * https://open.dingtalk.com/document/development/upload-media-files
 */
export function mediaUpload({ bytes, fileName: given, contentType, type }: MediaFile): DingTalkCall {
	const { noun, mostBytes, extensions } = MEDIA[type];
	const fileName = mediaName({ fileName: given, contentType });
	if (bytes.length === 0) {
		throw new InputError(`The file "${fileName}" is empty`, 'Check the node that makes the file: it has no bytes.');
	}
	if (!extensions.includes(extensionOf(fileName))) {
		throw new InputError(
			`"${fileName}" can't be sent as ${noun}: DingTalk takes ${extensions.join(', ')}`,
			type === 'file' ? 'Convert the file, or put it into a zip (node Compression).' : 'Convert the file, or send it as a file.',
		);
	}
	if (bytes.length > mostBytes) {
		throw new InputError(
			`"${fileName}" has ${(bytes.length / MB).toFixed(1)} MB; DingTalk takes at most ${mostBytes / MB} MB for ${noun}`,
			'Make the file smaller, or store it elsewhere and send a link to it.',
		);
	}
	return {
		generation: 'old',
		method: 'POST',
		path: '/media/upload',
		query: { type },
		form: [{ name: 'media', value: bytes, fileName, contentType }],
		// A file that was uploaded twice shows nowhere.
		repeatable: true,
	};
}

/** The ID by which messages and cards name an uploaded file. */
export function mediaIdOf({ media_id: id }: JsonObject): string {
	if (typeof id === 'string' && id !== '') return id;
	throw new ApiFailure({
		class: 'transient',
		code: 'NO_MEDIA_ID',
		message: 'DingTalk took the file but answered without a media ID',
		fix: 'Try again later.',
	});
}

export interface Received {
	/** As it came with the message to the robot. */
	downloadCode: string;
	robotCode: string;
}

/**
 * Where a file that somebody sent to the robot can be had for a while: `{ downloadUrl }`.
 * https://open.dingtalk.com/document/development/download-the-file-content-of-the-robot-receiving-message
 */
export const receivedFile = ({ downloadCode, robotCode }: Received): DingTalkCall => ({
	generation: 'new',
	method: 'POST',
	path: '/v1.0/robot/messageFiles/download',
	body: { downloadCode: filled('download code', downloadCode), robotCode },
	repeatable: true,
});

export interface DownloadedFile {
	bytes: Buffer;
	/** MIME type; empty if nothing tells it. */
	contentType: string;
}

/**
 * The file behind a temporary address, which is the platform's storage and no API: it needs no token and gets none.
 * Throws an {@link ApiFailure}.
 */
export async function download({ downloadUrl }: JsonObject, http: Http, { timeoutMs, ignoreSslIssues }: DingTalkApp, signal?: AbortSignal): Promise<DownloadedFile> {
	const url = typeof downloadUrl === 'string' && URL.canParse(downloadUrl) && /^https?:/i.test(downloadUrl) ? downloadUrl : undefined;
	if (!url) throw new ApiFailure({ class: 'transient', code: 'NO_ADDRESS', message: 'DingTalk answered without an address of the file', fix: 'Try again later.' });
	const outcome = await exchange(
		http,
		{ method: 'GET', url, headers: {}, download: true, timeoutMs, ignoreSslIssues, signal, addressFrom: 'the answer of DingTalk' },
		(_answer, response) => downloaded(response),
		downloaded,
	);
	if (!outcome.accepted) throw new ApiFailure(outcome.failure);
	return outcome.raw as unknown as DownloadedFile;
}

/** A text file may come as text; whatever the storage refuses with is no file. */
function downloaded({ status, headers, bytes, body }: HttpResponse): Outcome {
	if (status >= 200 && status < 300) {
		return { accepted: true, raw: { bytes: bytes ?? Buffer.from(body), contentType: headers['content-type'] ?? '' } satisfies DownloadedFile };
	}
	const isOver = status === 403 || status === 404 || status === 410;
	return refused({
		class: isOver ? 'permanent' : 'transient',
		code: `HTTP ${status}`,
		message: isOver ? 'The file is no longer there: its address has expired' : `The file could not be downloaded (HTTP ${status})`,
		fix: isOver ? 'Run the node again: it asks for a new address. Download files soon after they were sent.' : 'Try again later.',
	});
}
