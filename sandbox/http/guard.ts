import type { NextFunction, Request, Response } from 'express';

/** Whether a Host header names this machine (with or without a port). */
export const isLoopbackHost = (host: string | undefined): boolean =>
	/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? '');

const isLoopbackOrigin = (origin: string): boolean => isLoopbackHost(origin.replace(/^https?:\/\//i, ''));

/**
 * Control API and page answer this machine only: a foreign Host header (DNS rebinding) or Origin (another web page) is
 * refused, and so is a POST that a web page could send without asking.
 */
export function loopbackOnly(request: Request, response: Response, next: NextFunction): void {
	const { host, origin } = request.headers;
	const isChange = !['GET', 'HEAD'].includes(request.method);
	if (!isLoopbackHost(host) || (origin !== undefined && !isLoopbackOrigin(origin))) {
		response.status(403).json({ error: 'This sandbox answers loopback addresses only' });
	} else if (isChange && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
		response.status(415).json({ error: 'Send JSON with Content-Type application/json' });
	} else next();
}
