/** One operation of an API: method, and path with `*` for what is filled in. */
export type OperationName = `${string} /${string}`;

/** Every name of a parameter is the same: `:message_id`, `{chatId}` and `${corpId}`. */
export const operationName = (method: string, path: string): OperationName =>
	`${method} /${path.replace(/^\/|\/$/g, '').replace(/\$\{[^}]*\}|\{[^}]*\}|:\w+/g, '*')}`;

/** Whether a request was one of this operation. */
export function isCallOf(operation: OperationName, { method, path }: { method: string; path: string }): boolean {
	const [wantedMethod, wantedPath = ''] = operation.split(' ');
	const pattern = wantedPath
		.split('*')
		.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
		.join('[^/]+');
	return method === wantedMethod && new RegExp(`^${pattern}/?$`).test(path.split('?')[0]!);
}
