import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCallOf, operationName } from './support/operation';
import { callsIn } from './support/ownOperations';
import { alibabaAnswers, larkAnswers, larkEvents } from './support/answerTypes';

/** The means of the conformance tests: they must notice what they are there for. */

describe('the operations of the nodes', () => {
	const read = (source: string) => {
		const { operations, unreadable } = callsIn(new Map([['/api.ts', source]]));
		return { operations: [...operations].sort(), unreadable };
	};
	const HELP = "const path = (parts: TemplateStringsArray, ...values: string[]): string => parts.join('') + values.join('');\n";

	it('are read from constants, templates, arguments of helpers and spread parts', () => {
		const { operations, unreadable } = read(`${HELP}
			const CHATS = '/open-apis/im/v1/chats';
			const list = () => ({ method: 'GET', path: CHATS });
			const search = () => ({ method: 'GET', path: \`\${CHATS}/search\` });
			const question = (path: string, body: object) => ({ method: 'POST', path: \`/topapi/\${path}\`, body });
			const about = (name: string) => question(name, {});
			const user = () => about('v2/user/get');
			const users = () => question('user/listid', {});
			const members = (id: string) => ({ path: path\`/open-apis/im/v1/chats/\${id}/members\` });
			const add = (id: string) => ({ method: 'POST', ...members(id) });
			const urgent = (id: string, way: 'app' | 'sms') => ({ method: 'PATCH', path: \`\${path\`/m/\${id}/urgent_\`}\${way}\` });
			const token = (app: { baseUrl: string }) => ({ method: 'POST', url: \`\${app.baseUrl}/open-apis/auth\` });
			const copy = (call: { method: string; path: string }) => ({ ...call, body: {} });
		`);
		expect(unreadable).toEqual([]);
		expect(operations).toEqual([
			'GET /open-apis/im/v1/chats',
			'GET /open-apis/im/v1/chats/search',
			'PATCH /m/*/urgent_app',
			'PATCH /m/*/urgent_sms',
			'POST /open-apis/auth',
			'POST /open-apis/im/v1/chats/*/members',
			'POST /topapi/user/listid',
			'POST /topapi/v2/user/get',
		]);
	});

	it('are reported when they can not be read', () => {
		expect(read("const send = () => ({ method: 'POST', path: ['/v1.0', 'robot'].join('/') });").unreadable).toEqual([expect.stringMatching(/api\.ts:1: can't follow/)]);
		expect(read("const send = (path: string) => ({ method: 'POST', path });").unreadable).toEqual([expect.stringContaining('argument')]);
	});

	it('have their paths in lib/feishu and lib/dingtalk alone', () => {
		const root = join(__dirname, '..', '..');
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.ts'))
				.map((name) => join(folder, name)),
		);
		const naming = sources.filter((name) => /['"`}]\/(open-apis|topapi|v\d\.0)\//.test(readFileSync(join(root, name), 'utf8')));
		expect(sources.length).toBeGreaterThan(50);
		expect(naming).toEqual([]);
	});

	it('are the same by any name of their parameters', () => {
		expect(operationName('GET', '/im/chat/{chatId}/x')).toBe(operationName('GET', '/im/chat/${id}/x'));
		expect(operationName('GET', '/im/chats/:chat_id')).toBe('GET /im/chats/*');
		expect(isCallOf('GET /im/chats/*', { method: 'GET', path: '/im/chats/oc_1?a=b' })).toBe(true);
		expect(isCallOf('GET /im/chats/*', { method: 'GET', path: '/im/chats/oc_1/members' })).toBe(false);
		expect(isCallOf('GET /im/chats/*', { method: 'POST', path: '/im/chats/oc_1' })).toBe(false);
	});
});

describe('answers that contradict the types of the SDK', () => {
	it("are found for Lark's", () => {
		const contradictions = larkAnswers();
		const items = [{ message_id: 'om_1', deleted: 'no' }, { mentions: {} }];
		expect(contradictions({ code: 0, data: { items, total: 2 } }, 'im.v1.message.get')).toEqual([
			'data.items[0].deleted: string "no", not boolean',
			'data.items[1].mentions: object {}, not array',
			'data.total: not in the type',
		]);
		expect(contradictions({ code: 0, msg: 'success', data: { image_key: 7 } }, 'im.v1.image.create')).toEqual(['image_key: number 7, not string']);
		expect(contradictions({ code: 0, msg: 'success', data: { image_key: 'img_1' } }, 'im.v1.image.create')).toEqual([]);
		expect(contradictions({ code: 0, data: {} }, 'im.v1.message.urgentApp')).toEqual(['data.invalid_user_id_list: missing']);
	});

	it("are found for Lark's events", () => {
		const contradictions = larkEvents();
		expect(contradictions({ user_id_list: [{ open_id: 7 }], more: true }, 'calendar.calendar.changed_v4')).toEqual([
			'user_id_list[0].open_id: number 7, not string',
			'more: not in the type',
		]);
		expect(contradictions({ user_id_list: [{ open_id: 'ou_1' }] }, 'calendar.calendar.changed_v4')).toEqual([]);
		expect(contradictions({}, 'no.such.event_v1')).toBeUndefined();
	});

	it("are found for Alibaba's", () => {
		const contradictions = alibabaAnswers();
		expect(contradictions({ processQueryKey: 1, invalidStaffIdList: 'lilei', more: true }, 'robot_1_0.batchSendOTO')).toEqual([
			'processQueryKey: number 1, not string',
			'invalidStaffIdList: string "lilei", not array',
			'more: not in the type',
		]);
		expect(contradictions({ chatbotInstanceVOList: [{ name: 'Alarm', openRobotType: '2' }] }, 'robot_1_0.getBotListInGroup')).toEqual([
			'chatbotInstanceVOList[0].openRobotType: string "2", not number',
		]);
		expect(contradictions({ processQueryKey: 'key', invalidStaffIdList: ['lilei'] }, 'robot_1_0.batchSendOTO')).toEqual([]);
	});
});
