import { randomBytes } from 'node:crypto';
import type { Platform } from './types';

/** Something that an app has uploaded, or somebody has sent. */
export interface StoredFile {
	/** `img_...`, `file_...` or `@...`. */
	key: string;
	platform: Platform;
	/** The app that uploaded it. */
	appId: string;
	/** What it was uploaded as: `image`, `file`, `pdf`, `voice`, ... */
	type: string;
	name: string;
	contentType: string;
	bytes: Buffer;
}

/** All files of one sandbox, by their keys. */
export class Files {
	private readonly byKey = new Map<string, StoredFile>();

	/** @param prefix of the key */
	add(prefix: string, file: Omit<StoredFile, 'key'>): StoredFile {
		const stored = { ...file, key: prefix + randomBytes(12).toString('hex') };
		this.byKey.set(stored.key, stored);
		return stored;
	}

	find(key: string): StoredFile | undefined {
		return this.byKey.get(key);
	}

	clear(): void {
		this.byKey.clear();
	}
}
