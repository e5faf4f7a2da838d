import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ApiFailure } from '../apiFailure';
import type { Clock } from '../clock';
import type { AppEvent, Attachment } from '../inbound/types';
import { InputError } from '../inputError';
import type { InputFile } from './binary';

/** How the files of messages are got. */
export interface Downloads {
	/** Rejects with an {@link ApiFailure} or an {@link InputError}. */
	fetch(event: AppEvent, attachment: Attachment, signal: AbortSignal): Promise<InputFile>;
	prepare(bytes: Buffer, fileName: string, contentType: string): Promise<IBinaryData>;
	maxBytes: number;
	/** The operation that downloads what is left out here. */
	otherwise: string;
}

/** The platforms want to know within 3 s that an event is safe (DingTalk over HTTP within 2.5), and n8n needs some of that. */
const PATIENCE_MS = 2_000;

/** Messages hold a few files; what is more is a heap of pictures. */
const MOST_FILES = 20;

export const plainItem = (event: AppEvent): INodeExecutionData => ({ json: inOrder(event) });

/** The editor shows fields as they come: first what people look for. */
function inOrder({ text, sender, chat, message, card, data, ...rest }: AppEvent): IDataObject {
	const sought = Object.entries({ text, sender, chat, message, card, data }).filter(([, value]) => value !== undefined);
	return { ...Object.fromEntries(sought), ...rest } as unknown as IDataObject;
}

/** An event with the files of its message in binary fields; what can't be had tells why. */
export async function itemWithFiles(event: AppEvent, downloads: Downloads, clock: Clock): Promise<INodeExecutionData> {
	const { message } = event;
	if (!message || message.attachments.length === 0) return plainItem(event);
	const over = new AbortController();
	const deadline = clock.sleep(PATIENCE_MS, over.signal).then(
		() => late(downloads),
		() => '',
	);
	const binary: Record<string, IBinaryData> = {};
	const attachments = await Promise.all(
		message.attachments.map(async (attachment, index): Promise<Attachment> => {
			if (index >= MOST_FILES) return { ...attachment, problem: `It is not one of the first ${MOST_FILES}. ${downloads.otherwise}` };
			const got = await Promise.race([download(event, attachment, downloads, over.signal), deadline]);
			if (typeof got === 'string') return { ...attachment, problem: got };
			const field = `attachment_${index}`;
			binary[field] = got;
			return { ...attachment, name: attachment.name || (got.fileName ?? ''), field };
		}),
	);
	over.abort();
	return { json: inOrder({ ...event, message: { ...message, attachments } }), binary };
}

const MEGABYTE = 1024 * 1024;

/** The file, or why there is none. */
async function download(event: AppEvent, attachment: Attachment, { fetch, prepare, maxBytes, otherwise }: Downloads, signal: AbortSignal): Promise<IBinaryData | string> {
	try {
		const { bytes, fileName, contentType } = await fetch(event, attachment, signal);
		if (bytes.length > maxBytes) return `It has more than ${Math.floor(maxBytes / MEGABYTE)} MB. ${otherwise}`;
		return await prepare(bytes, attachment.name || fileName, contentType);
	} catch (error) {
		if (error instanceof ApiFailure) return `${error.failure.message}. ${error.failure.fix}`;
		if (error instanceof InputError) return `${error.message}. ${error.fix}`;
		return `It could not be downloaded (${error instanceof Error ? error.message : String(error)}). ${otherwise}`;
	}
}

const late = ({ otherwise }: Downloads): string => `It could not be downloaded within ${PATIENCE_MS / 1000} seconds. ${otherwise}`;
