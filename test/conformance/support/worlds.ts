import OAuth, { GetAccessTokenRequest } from '@alicloud/dingtalk/dist/oauth2_1_0/client';
import { Config } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk';
import type { App, AppInput, Group, Person, Platform, Sandbox } from '../../../sandbox';
import { openIdOf } from '../../../sandbox/organization';

/** An app of its own in a fresh organization, with three people; two of them are in a group with the app's bot. */
interface World {
	sandbox: Sandbox;
	app: App;
	li: Person;
	han: Person;
	wu: Person;
	group: Group;
}

export interface FeishuWorld extends World {
	client: Client;
	/** As this app knows somebody. */
	openId(person: Person): string;
}

/** Lark's SDK gets its tokens by itself; it keeps them by app, so that each world has an app of its own. */
export function feishuWorld(sandbox: Sandbox, app: Partial<AppInput> = {}): FeishuWorld {
	const world = makeWorld(sandbox, app.platform === 'lark' ? 'lark' : 'feishu', app);
	return { ...world, client: larkClient(sandbox.url, world.app.id, world.app.secret), openId: (person) => openIdOf(person, world.app) };
}

export const larkClient = (url: string, appId: string, appSecret: string): Client =>
	new Client({ appId, appSecret, domain: url, loggerLevel: LoggerLevel.fatal, logger: QUIET });

/** The SDK prints what it throws as well. */
const say = (): void => undefined;
export const QUIET = { fatal: say, error: say, warn: say, info: say, debug: say, trace: say };

export interface DingTalkWorld extends World {
	/** A client of one module of Alibaba's SDK. */
	client<Module>(Module: new (config: Config) => Module): Module;
	/** An access token for the call that these headers are for; the SDK leaves it to its user to get one. */
	headers<Headers>(Headers: new (map?: Record<string, unknown>) => Headers): Promise<Headers>;
	runtime: RuntimeOptions;
}

export function dingtalkWorld(sandbox: Sandbox, input: Partial<AppInput> = {}): DingTalkWorld {
	const world = makeWorld(sandbox, 'dingtalk', input);
	const config = new Config({ protocol: 'http', endpoint: new URL(sandbox.url).host });
	const client: DingTalkWorld['client'] = (Module) => new Module(config);
	return {
		...world,
		client,
		runtime: new RuntimeOptions({}),
		headers: async (Headers) => {
			const { body } = await client(OAuth).getAccessToken(new GetAccessTokenRequest({ appKey: world.app.id, appSecret: world.app.secret }));
			return new Headers({ xAcsDingtalkAccessToken: body!.accessToken });
		},
	};
}

function makeWorld(sandbox: Sandbox, platform: Platform, input: Partial<AppInput>): World {
	// Ages and expiry times are exact.
	sandbox.clock.freeze();
	const app = sandbox.addApp({ ...input, platform, name: 'Alarm' });
	const [li, han, wu] = [
		{ name: 'Li Lei', userId: 'lilei', mobile: '13800138000', email: 'lilei@example.com' },
		{ name: 'Han Meimei', userId: 'hanmeimei', mobile: '13900139000', email: 'hanmeimei@example.com' },
		{ name: 'Wu Ming', userId: 'wuming', mobile: '13700137000', email: 'wuming@example.com' },
	].map((person) => sandbox.addPerson({ platform, ...person })) as [Person, Person, Person];
	const members = [li, han].map(({ name, userId, mobile }) => ({ name, userId, mobile }));
	return { sandbox, app, li, han, wu, group: sandbox.addGroup({ platform, name: 'On call', members, apps: [app.id] }) };
}
