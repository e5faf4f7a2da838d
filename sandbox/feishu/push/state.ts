import type { EndpointWorld } from '../../answer';
import type { ClientConfig } from '../../push/types';
import type { Connection } from './connection';

/** The official SDKs do so until they are told otherwise: https://github.com/larksuite/oapi-sdk-go/blob/v3_main/ws/client.go */
export const CLIENT_CONFIG: ClientConfig = { ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 };

/** What endpoint, gateway and connections of the sandbox share. */
export interface LongConnections {
	/** Tickets that nobody has connected with yet, and whose they are. */
	tickets: Map<string, { appId: string; serviceId: number }>;
	/** By ID. */
	open: Map<string, Connection>;
	config: ClientConfig;
	/** By message: what stands in `X-Refresh-Token` until a click on it has been answered. */
	refreshTokens: Map<string, string>;
}

export const longConnections = (world: EndpointWorld): LongConnections =>
	world.state('feishuPush', () => ({ tickets: new Map(), open: new Map(), config: { ...CLIENT_CONFIG }, refreshTokens: new Map() }));

/** "每个应用最多建立 50 个连接" */
export const MAX_CONNECTIONS = 50;

export const connectionsOf = (world: EndpointWorld, appId: string): Connection[] =>
	[...longConnections(world).open.values()].filter((connection) => connection.appId === appId);
