import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type Router } from 'express';

const PAGE = path.join(__dirname, '..', 'page');

/** Nothing foreign runs in the page; pictures may come from where a message points. */
const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' http: https: data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** The chat page at `/` and its files under /page. */
export function chatPage(): Router {
	const router = express.Router();
	const markdownIt = createRequire(__filename).resolve('markdown-it/browser').replace(/umd\.min\.js$/, 'esm.min.mjs');
	router.use((_request, response, next) => {
		response.setHeader('content-security-policy', POLICY);
		response.setHeader('x-content-type-options', 'nosniff');
		response.setHeader('referrer-policy', 'no-referrer');
		response.setHeader('cache-control', 'no-cache');
		next();
	});
	router.get('/page/markdown-it.js', (_request, response) => {
		response.type('text/javascript').sendFile(markdownIt);
	});
	router.use('/page', express.static(PAGE, { index: false }));
	router.get('/', (_request, response) => {
		response.sendFile(path.join(PAGE, 'index.html'));
	});
	return router;
}
