import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { mediaIdOf, mediaName, mediaUpload, type MediaType } from '../../lib/dingtalk/api/files';
import { pictureUrl } from '../../lib/dingtalk/links';
import { Gate } from '../../lib/gate';
import { sha256 } from '../../lib/hash';
import { InputError, labelled } from '../../lib/inputError';
import { inputFile, type InputFile } from '../../lib/n8n/binary';
import { optionParameter, textParameter } from '../../lib/n8n/parameters';
import type { Tools } from './platform';

/** Files in messages: from a binary field, which is uploaded in the same step, or one that has been uploaded before. */

/** Names of the parameters; a message may have two files. */
export interface MediaNames {
	/** Of a file that is not the only one: what errors call it. */
	label?: string;
	from: string;
	binary: string;
	/** The binary field it is in, unless the user names another: `data`. */
	field?: string;
	mediaId: string;
}

export const MEDIA: MediaNames = { from: 'mediaFrom', binary: 'binaryPropertyName', mediaId: 'mediaId' };

/** @param label what the file is, beginning with a capital letter */
export function mediaFields(label: string, formats: string, { from, binary, mediaId, field = 'data' }: MediaNames = MEDIA, more: INodePropertyOptions[] = []): INodeProperties[] {
	const fallback = more.some(({ value }) => value === 'none') ? 'none' : 'binary';
	return [
		{
			displayName: `${label} From`,
			name: from,
			type: 'options',
			default: fallback,
			description: 'Where the file comes from',
			options: [
				BINARY,
				{ name: 'Media ID', value: 'mediaId', description: 'A file that has been uploaded before: File > Upload Media' },
				...more,
			],
		},
		{
			displayName: `${label}: Input Binary Field`,
			name: binary,
			type: 'string',
			required: true,
			default: field,
			hint: `The name of the input binary field containing the file. ${formats}`,
			displayOptions: { show: { [from]: ['binary'] } },
		},
		{
			displayName: `${label}: Media ID`,
			name: mediaId,
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. @lADPDe7s2ySi18PNA6XNBXg',
			description: 'ID of the uploaded file, as File > Upload Media returns it',
			displayOptions: { show: { [from]: ['mediaId'] } },
		},
	];
}

const BINARY: INodePropertyOptions = { name: 'Binary Field', value: 'binary', description: 'A file of the incoming item; it is uploaded and sent in one step' };

const IMAGES = 'Jpg, gif, png or bmp, at most 20 MB.';

/** A picture that may also be on the web, or missing. */
export const pictureFields = (label: string, names: MediaNames, { isOptional = false, isFromWeb = false, hint = '' }): INodeProperties[] => [
	...mediaFields(label, IMAGES, names, [
		...(isOptional ? [{ name: 'None', value: 'none' }] : []),
		...(isFromWeb ? [{ name: 'URL', value: 'url', description: 'A picture that everyone can load from the internet' }] : []),
	]).map((field) => (field.name === names.from && hint !== '' ? { ...field, hint } : field)),
	...(isFromWeb
		? [
				{
					displayName: `${label}: URL`,
					name: `${names.from}Url`,
					type: 'string' as const,
					required: true,
					default: '',
					placeholder: 'e.g. https://example.com/report.png',
					description: 'Address of a picture that everyone can load from the internet',
					displayOptions: { show: { [names.from]: ['url'] } },
				},
			]
		: []),
];

export interface Picture {
	mediaId?: string;
	url?: string;
}

export async function readPicture(tools: Tools, names: MediaNames, fallback: 'none' | 'binary'): Promise<Picture> {
	const { context, item } = tools;
	const from = optionParameter(context, names.from, item, [fallback, 'none', 'url', 'binary', 'mediaId']);
	if (from === 'none') return {};
	if (from === 'url') return { url: pictureUrl(textParameter(context, `${names.from}Url`, item)) };
	return await readMedia(tools, 'image', names);
}

export interface Media {
	mediaId: string;
	/** Of a binary field, with its ending. */
	fileName?: string;
}

/** Each file may have 20 MB. */
const FILES_AT_ONCE = 4;

/** Lets a few files at a time be under way. */
export const withFile = <Value>({ shared }: Tools, act: () => Promise<Value>): Promise<Value> => shared('files', () => new Gate(FILES_AT_ONCE)).run(act);

/**
 * The media ID of the file, which is uploaded first if need be. The same file is uploaded once in a run.
 *
 * @param check throws for a file that would be uploaded for nothing
 */
export async function readMedia(tools: Tools, type: MediaType, names: MediaNames = MEDIA, check: (file: InputFile) => void = () => {}): Promise<Media> {
	const media = () => read(tools, type, names, check);
	return names.label === undefined ? await media() : await labelled(names.label, media);
}

async function read(tools: Tools, type: MediaType, names: MediaNames, check: (file: InputFile) => void): Promise<Media> {
	const { context, item, shared } = tools;
	const from = optionParameter(context, names.from, item, ['binary', 'mediaId']);
	if (from === 'mediaId') return { mediaId: mediaIdIn(textParameter(context, names.mediaId, item)) };
	const field = textParameter(context, names.binary, item);
	return await withFile(tools, async () => {
		const given = await inputFile(context, item, field);
		const { bytes } = given;
		const fileName = mediaName(given);
		const file = { ...given, fileName };
		check(file);
		const name = `media ${type} ${fileName} ${sha256(bytes)}`;
		const upload = async () => mediaIdOf(await tools.request(mediaUpload({ ...file, type })));
		return { mediaId: await shared(name, upload), fileName };
	});
}

function mediaIdIn(given: string): string {
	const id = given.trim();
	if (id !== '') return id;
	throw new InputError('The media ID is empty', 'Enter the media ID of a file that this app has uploaded (File > Upload Media), or choose a binary field.');
}
