import { startSandbox, type Sandbox } from '../../../sandbox';

/** One sandbox for a test file, empty before each test. */
export function useSandbox(): { sandbox: Sandbox } {
	const handle = {} as { sandbox: Sandbox };
	beforeAll(async () => {
		handle.sandbox = await startSandbox();
	});
	beforeEach(() => handle.sandbox.reset());
	afterAll(() => handle.sandbox.close());
	return handle;
}
