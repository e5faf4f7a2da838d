import type { MultipartForm } from '../../answer';
import { plainOk } from './answers';
import { accept, firstOf, refuseWith, type Context, type Route } from './context';

const MB = 1024 * 1024;

/**
 * "图片最大20MB。支持上传jpg、gif、png、bmp格式", ...
 * Unconfirmed: that the kind is told from the file's name; that `jpeg` counts as `jpg`; ogg, which another document
 * allows for robots' voice messages.
 */
const TYPES: Record<string, { bytes: number; kinds: readonly string[] }> = {
	image: { bytes: 20 * MB, kinds: ['jpg', 'jpeg', 'gif', 'png', 'bmp'] },
	voice: { bytes: 2 * MB, kinds: ['amr', 'mp3', 'wav', 'ogg'] },
	video: { bytes: 20 * MB, kinds: ['mp4'] },
	file: { bytes: 20 * MB, kinds: ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'] },
};

const typeName = ({ query, body }: Context): string => query.get('type') ?? String(body.type ?? '');

const typeOf = (context: Context) => (Object.hasOwn(TYPES, typeName(context)) ? TYPES[typeName(context)] : undefined);

const media = ({ request }: Context): MultipartForm['files'][number] | undefined =>
	request.form?.files.find(({ field }) => field === 'media');

const extension = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** https://open.dingtalk.com/document/development/upload-media-files */
const upload: Route = {
	method: 'POST',
	path: '/media/upload',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith((context) =>
				firstOf([!/^multipart\/form-data/i.test(context.request.contentType), 43008], [media(context) === undefined, 41005]),
			),
		],
		[
			'dingtalkApp.mediaType',
			refuseWith((context) => {
				const type = typeOf(context);
				return firstOf([!type, 40004], [!type?.kinds.includes(extension(media(context)?.name ?? '')), 40005]);
			}),
		],
		[
			'dingtalkApp.size',
			refuseWith((context) => {
				const size = media(context)?.bytes.length ?? 0;
				return size === 0 || size > (typeOf(context)?.bytes ?? size) ? 40006 : undefined;
			}),
		],
	],
	run: (context) => {
		const { world, app } = context;
		const part = media(context) ?? { name: '', contentType: '', bytes: Buffer.alloc(0) };
		const type = typeName(context);
		const { name, contentType, bytes } = part;
		const { key } = world.files.add('@lAD', { platform: 'dingtalk', appId: app.id, type, name, contentType, bytes });
		return accept(plainOk({ type, media_id: key, created_at: world.now() }));
	},
};

export const MEDIA_ROUTES: readonly Route[] = [upload];
