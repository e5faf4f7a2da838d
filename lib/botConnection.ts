import type { Target } from './delivery/types';

/** How to call a group bot, on either platform. */
export interface BotConnection {
	/** The webhook URL. */
	url: string;
	/** Signing secret; empty when the bot has no signature check. */
	secret: string;
	timeoutMs: number;
	ignoreSslIssues: boolean;
}

/** A bot and how to call it. */
export interface ConnectedBot {
	connection: BotConnection;
	target: Target;
}
