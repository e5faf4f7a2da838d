import { startWorld, type World } from './sandboxes';

/** One sandbox for a test file; clock, limits and chats are fresh before each test. */
export function useWorld(): World {
	const handle = {} as Awaited<ReturnType<typeof startWorld>>;
	beforeAll(async () => {
		Object.assign(handle, await startWorld());
	});
	beforeEach(() => handle.reset());
	afterAll(() => handle.close());
	return handle;
}
