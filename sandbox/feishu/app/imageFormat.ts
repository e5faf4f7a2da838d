/** A picture as far as its first bytes tell; width and height in pixels, 0 where the format does not say at once. */
export interface ImageFormat {
	format: string;
	contentType: string;
	width: number;
	height: number;
}

/**
 * JPG, JPEG, PNG, WEBP, GIF, BMP, ICO, TIFF and HEIC; undefined for anything else.
 * "上传图片", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/image/create
 * Sizes are read of PNG, GIF and BMP alone.
 */
export function imageOf(bytes: Buffer): ImageFormat | undefined {
	const starts = (hex: string): boolean => bytes.subarray(0, hex.length / 2).toString('hex') === hex;
	const ascii = (from: number, to: number): string => bytes.subarray(from, to).toString('latin1');
	const image = (format: string, width = 0, height = 0): ImageFormat => ({ format, contentType: `image/${format}`, width, height });
	if (starts('89504e470d0a1a0a')) return bytes.length >= 24 ? image('png', bytes.readUInt32BE(16), bytes.readUInt32BE(20)) : undefined;
	if (/^GIF8[79]a$/.test(ascii(0, 6))) return bytes.length >= 10 ? image('gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8)) : undefined;
	if (ascii(0, 2) === 'BM') return bytes.length >= 26 ? image('bmp', bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))) : undefined;
	if (starts('ffd8ff')) return image('jpeg');
	if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return image('webp');
	if (starts('00000100')) return image('x-icon');
	if (starts('49492a00') || starts('4d4d002a')) return image('tiff');
	if (ascii(4, 8) === 'ftyp' && /^(?:heic|heix|hevc|mif1|msf1)$/.test(ascii(8, 12))) return image('heic');
	return undefined;
}
