import { randomBytes } from 'node:crypto';
import { checkedPush } from './push/settings';
import { PUSH_DEFAULTS, type PushSettings } from './push/types';
import type { Platform } from './types';

/** Somebody who works in the organization of one platform. */
export interface Person {
	platform: Platform;
	name: string;
	/** Given by the organization; unique on a platform. */
	userId: string;
	/** The same for all apps of one maker. */
	unionId: string;
	/** `+8613800138000` or `13800138000`. */
	mobile: string;
	email: string;
	jobTitle: string;
	departmentIds: string[];
	/** Has left the organization. */
	resigned: boolean;
}

export type PersonInput = Pick<Person, 'platform' | 'name'> & Partial<Person>;

export interface Department {
	platform: Platform;
	/** `1` is DingTalk's root, `0` Feishu's and Lark's; both exist without being added. */
	id: string;
	name: string;
	parentId: string;
}

export type DepartmentInput = Pick<Department, 'platform' | 'name'> & Partial<Department>;

/** A self-built app with a bot. */
export interface App {
	platform: Platform;
	/** AppId (`cli_...`) or Client ID (`ding...`). */
	id: string;
	secret: string;
	name: string;
	/** What it has been granted; null = everything. */
	scopes: string[] | null;
	/** Its bot ability is switched on. */
	botEnabled: boolean;
	/** A version has been released; before that nothing works for anybody. */
	published: boolean;
	/** Switched off by an administrator. */
	disabled: boolean;
	/** userIds of those who may use it; null = everybody. */
	availableTo: string[] | null;
	/** IPv4 addresses that may call; empty = any. */
	allowedIps: string[];
	/** Calls in this month that the organization has left; null = without end. */
	quotaLeft: number | null;
	/** Feishu and Lark: messages a day through batch sending; 500,000 unless given. */
	batchQuota?: number;
	/** DingTalk: the robot's code; the Client ID if nothing else is given. */
	robotCode: string;
	/** DingTalk. */
	agentId: string;
	/** DingTalk: `ding...`, of the organization. */
	corpId: string;
	/** How it hears of events and clicks. */
	push: PushSettings;
}

type PartialPush<Settings> = Omit<Settings, 'push'> & { push?: Partial<PushSettings> };

export type AppInput = Pick<App, 'platform' | 'name'> & PartialPush<Partial<App>>;

/** What an app may have changed while it runs. */
export type AppChange = PartialPush<Partial<Omit<App, 'platform' | 'id'>>>;

/** The people, departments and apps of the three organizations (Feishu's, Lark's and DingTalk's). */
export class Organization {
	private people: Person[] = [];
	private departments: Department[] = [];
	private apps = new Map<string, App>();
	private counter = 0;

	addPerson(input: PersonInput): Person {
		if (!isName(input.name)) throw new Error('A person needs a name');
		const userId = input.userId ?? `user${++this.counter}`;
		if (this.person(input.platform, ({ userId: taken }) => taken === userId)) throw new Error(`The userId is taken: ${userId}`);
		const person: Person = {
			unionId: input.platform === 'dingtalk' ? `union_${userId}` : `on_${userId}`,
			mobile: '',
			email: '',
			jobTitle: '',
			departmentIds: [ROOT[input.platform]],
			resigned: false,
			...input,
			userId,
		};
		this.people.push(person);
		return person;
	}

	addDepartment(input: DepartmentInput): Department {
		if (!isName(input.name)) throw new Error('A department needs a name');
		const department = { id: String(++this.counter + 100), parentId: ROOT[input.platform], ...input };
		this.departments.push(department);
		return department;
	}

	addApp(input: AppInput): App {
		if (!isName(input.name)) throw new Error('An app needs a name');
		const id = input.id ?? newAppId(input.platform);
		if (this.apps.has(id)) throw new Error(`The app ID is taken: ${id}`);
		const app: App = {
			secret: randomBytes(16).toString('hex'),
			scopes: null,
			botEnabled: true,
			published: true,
			disabled: false,
			availableTo: null,
			allowedIps: [],
			quotaLeft: null,
			robotCode: id,
			agentId: input.platform === 'dingtalk' ? String(1_000_000_000 + ++this.counter) : '',
			corpId: input.platform === 'dingtalk' ? 'dingsandbox0000000000000000000000000' : '',
			...input,
			push: { ...PUSH_DEFAULTS, ...checkedPush(input.push) },
			id,
		};
		this.apps.set(id, app);
		return app;
	}

	changeApp(id: string, change: AppChange): App {
		const app = this.apps.get(id);
		if (!app) throw new Error(`No such app: ${id}`);
		return Object.assign(app, change, { push: { ...app.push, ...checkedPush(change.push) } });
	}

	app(id: string): App | undefined {
		return this.apps.get(id);
	}

	allApps(): App[] {
		return [...this.apps.values()];
	}

	/** The first who fits. */
	person(platform: Platform, fits: (person: Person) => boolean): Person | undefined {
		return this.people.find((person) => person.platform === platform && fits(person));
	}

	allPeople(platform?: Platform): Person[] {
		return this.people.filter((person) => platform === undefined || person.platform === platform);
	}

	allDepartments(platform?: Platform): Department[] {
		return this.departments.filter((department) => platform === undefined || department.platform === platform);
	}

	clear(): void {
		this.people = [];
		this.departments = [];
		this.apps.clear();
	}
}

/** An ID that only one app knows somebody by; another app gets another one for the same person. */
export const openIdOf = (person: Person, app: App): string => `ou_${person.userId}_${app.id.slice(-6)}`;

const ROOT: Record<Platform, string> = { feishu: '0', lark: '0', dingtalk: '1' };

/** `cli_` and 16 hex digits, `ding` and 16 letters and digits. */
const newAppId = (platform: Platform): string => `${platform === 'dingtalk' ? 'ding' : 'cli_'}${randomBytes(8).toString('hex')}`;

const isName = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
