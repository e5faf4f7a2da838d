import { randomBytes } from 'node:crypto';
import type { EndpointWorld } from '../../answer';
import { stateOf } from './state';

/** "sessionWebhookExpiredTime": the documents' samples lie 90 minutes after the message. */
const SESSION_MS = 90 * 60_000;
/** Unconfirmed: how long a download code is good for. */
const DOWNLOAD_MS = 24 * 3_600_000;

export interface SessionAddress {
	sessionWebhook: string;
	/** Unix ms. */
	sessionWebhookExpiredTime: number;
}

/** Where an app can answer in a chat. */
export function openSession(world: EndpointWorld, appId: string, groupId: string): SessionAddress {
	const id = randomBytes(16).toString('hex');
	const expiresAt = world.now() + SESSION_MS;
	stateOf(world).sessions.set(id, { id, appId, groupId, expiresAt });
	return { sessionWebhook: `${world.baseUrl()}/robot/sendBySession?session=${id}`, sessionWebhookExpiredTime: expiresAt };
}

export interface ReceivedFile {
	name: string;
	contentType: string;
	bytes: Buffer;
}

/** A file that somebody has sent; returns its key. */
export const keepReceived = (world: EndpointWorld, appId: string, file: ReceivedFile): string =>
	world.files.add('iAEI', { platform: 'dingtalk', appId, type: 'received', ...file }).key;

/** With which an app's robot downloads a file that somebody has sent. */
export function downloadCodeOf(world: EndpointWorld, appId: string, fileKey: string): string {
	const code = `${randomBytes(48).toString('base64')}==`;
	stateOf(world).downloads.set(code, { code, appId, fileKey, expiresAt: world.now() + DOWNLOAD_MS });
	return code;
}
