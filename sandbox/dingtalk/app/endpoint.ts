import type { EndpointWorld, PlatformRequest, Result } from '../../answer';
import type { App } from '../../organization';
import { unknownPath } from '../answers';

/** The app that calls with its access token, or asks for one. */
export const dingtalkCaller = (_request: PlatformRequest, _world: EndpointWorld): App | undefined => undefined;

/** Answers both generations of the API: /v1.0/* and everything of the old host but the group robot's webhook. */
export const dingtalkAppEndpoint = ({ url }: PlatformRequest, _world: EndpointWorld): Result => ({ answer: unknownPath(url.pathname), outcome: 'refused' });
