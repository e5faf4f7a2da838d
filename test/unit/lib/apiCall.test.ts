import { path } from '../../../lib/apiCall';
import { refusal } from './support/refusal';

describe('a path', () => {
	test('takes its values as they are, encoded', () => {
		expect(path`/messages/${'om_1'}/reactions/${'a/b?c#d é'}`).toBe('/messages/om_1/reactions/a%2Fb%3Fc%23d%20%C3%A9');
		expect(path`/users/${'..x'}/${'a.b'}`).toBe('/users/..x/a.b');
	});

	test.each([[''], ['.'], ['..'], ['\ud800'], ['x'.repeat(501)]])('never leads elsewhere, as it would with %j', (value) => {
		const { message, fix } = refusal(() => path`/messages/om_1/reactions/${value}`);
		expect(message).toMatch(/is not an ID$/);
		expect(message.length).toBeLessThan(200);
		expect(fix).toMatch(/ID/);
	});
});
