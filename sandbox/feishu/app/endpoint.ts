import type { EndpointWorld, PlatformRequest, Result } from '../../answer';
import type { App } from '../../organization';
import { NOT_FOUND } from '../answers';

/** The app that calls with its access token, or asks for one. */
export const feishuCaller = (_request: PlatformRequest, _world: EndpointWorld): App | undefined => undefined;

/** Answers everything under /open-apis that is no group bot's webhook. */
export const feishuAppEndpoint = (_request: PlatformRequest, _world: EndpointWorld): Result => ({ answer: NOT_FOUND, outcome: 'refused' });
