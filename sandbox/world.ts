import { randomBytes, randomUUID } from 'node:crypto';
import type { AppMessage, EndpointWorld, NewMessage, RateBook } from './answer';
import type { SandboxClock } from './clock';
import type { Switches } from './checks';
import { Files } from './files';
import { isIpRule } from './ipRules';
import { Organization, type App, type Person } from './organization';
import { countWithin, freeIn, newRateState, recordSent, type RateState } from './rate';
import type {
	Bot,
	BotInput,
	Call,
	CallFilter,
	Group,
	GroupChange,
	GroupInput,
	Limits,
	Message,
	Platform,
	SandboxEvent,
	SandboxListener,
} from './types';

/**
 * "单租户单机器人 100 次/分钟，5 次/秒", 20 KB.
 * https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 */
export const FEISHU_LIMITS: Limits = { perSecond: 5, perMinute: 100, blockMs: 0, bodyBytes: 20 * 1024, msgUuidWindowMs: 0 };

/**
 * 20 messages a minute, then 10 minutes of nothing.
 * https://open.dingtalk.com/document/development/custom-robots-send-group-messages
 * Unconfirmed: the 20,000 bytes (no document) and how long a msgUuid is remembered (one hour here).
 */
export const DINGTALK_LIMITS: Limits = {
	perSecond: null,
	perMinute: 20,
	blockMs: 600_000,
	bodyBytes: 20_000,
	msgUuidWindowMs: 3_600_000,
};

const PLATFORMS: readonly Platform[] = ['feishu', 'lark', 'dingtalk'];
const MAX_KEYWORDS = 10;
const MAX_IPS = 10;
/** The oldest messages and calls are forgotten beyond this many. */
const MAX_KEPT = 20_000;

/** Groups, bots, messages and calls of one sandbox. */
export class World implements EndpointWorld {
	readonly organization = new Organization();
	readonly files = new Files();
	private chats = new Map<string, Group>();
	private bots = new Map<string, Bot>();
	private sent: Message[] = [];
	private byId = new Map<string, Message>();
	private called: Call[] = [];
	private rates = new Map<string, RateState>();
	private uuids = new Map<string, Message>();
	private states = new Map<string, unknown>();
	private listeners = new Set<SandboxListener>();
	private counter = 0;

	constructor(
		private readonly clock: SandboxClock,
		readonly switches: Switches,
		readonly baseUrl: () => string,
	) {}

	now(): number {
		return this.clock.now();
	}

	nextId(prefix: string): string {
		return `${prefix}_${++this.counter}`;
	}

	state<State>(key: string, make: () => State): State {
		if (!this.states.has(key)) this.states.set(key, make());
		return this.states.get(key) as State;
	}

	addGroup(input: GroupInput): Group {
		if (!PLATFORMS.includes(input.platform)) throw new Error(`No such platform: ${String(input.platform)}`);
		if (!isName(input.name)) throw new Error('A group needs a name');
		const id = input.id ?? this.nextId(input.platform === 'dingtalk' ? 'cid' : 'oc');
		if (!isName(id) || this.chats.has(id)) throw new Error(`The group id is taken or empty: ${String(id)}`);
		const members = input.members ?? [];
		if (!Array.isArray(members) || !members.every((member) => isName(member?.name))) {
			throw new Error('Every member needs a name');
		}
		const apps = input.apps ?? [];
		const group = { id, platform: input.platform, name: input.name, allowAtAll: input.allowAtAll ?? true, members, apps };
		this.chats.set(id, group);
		this.emit({ type: 'state' });
		return group;
	}

	changeGroup(id: string, change: GroupChange): Group {
		const group = this.chats.get(id);
		if (!group) throw new Error(`No such group: ${id}`);
		Object.assign(group, change);
		this.emit({ type: 'state' });
		return group;
	}

	addBot(input: BotInput): Bot {
		const group = this.chats.get(input.groupId);
		if (!group) throw new Error(`No such group: ${String(input.groupId)}`);
		if (!isName(input.name)) throw new Error('A bot needs a name');
		const token = input.token ?? newToken(group.platform);
		if (!isName(token) || /[/?#&\s]/.test(token) || this.bots.has(token)) {
			throw new Error('The token is taken or not fit for a URL');
		}
		const bot: Bot = {
			token,
			groupId: group.id,
			platform: group.platform,
			name: input.name,
			webhookUrl: this.baseUrl() + webhookPath(group.platform, token),
			...(input.secret === undefined ? {} : { secret: secret(input.secret) }),
			keywords: keywords(input.keywords ?? []),
			allowedIps: ipRules(input.allowedIps ?? [], group.platform),
			limits: limits(group.platform === 'dingtalk' ? DINGTALK_LIMITS : FEISHU_LIMITS, input.limits ?? {}),
			disabled: false,
		};
		this.bots.set(token, bot);
		this.emit({ type: 'state' });
		return bot;
	}

	/** Its webhook URL is unknown from now on; what it sent stays. */
	removeBot(token: string): void {
		this.existing(token);
		this.bots.delete(token);
		this.rates.delete(token);
		this.emit({ type: 'state' });
	}

	setDisabled(token: string, disabled: boolean): void {
		this.existing(token).disabled = disabled;
		this.emit({ type: 'state' });
	}

	private existing(token: string): Bot {
		const bot = this.bots.get(token);
		if (!bot) throw new Error('No bot has this token');
		return bot;
	}

	bot(token: string): Bot | undefined {
		return this.bots.get(token);
	}

	group(id: string): Group | undefined {
		return this.chats.get(id);
	}

	allGroups(): Group[] {
		return [...this.chats.values()];
	}

	allBots(): Bot[] {
		return [...this.bots.values()];
	}

	rate(token: string): RateBook {
		const state = this.rates.get(token) ?? newRateState();
		this.rates.set(token, state);
		return {
			within: (windowMs) => countWithin(state, this.now(), windowMs),
			take: () => recordSent(state, this.now()),
			freeIn: (windowMs, limit) => freeIn(state, this.now(), windowMs, limit),
			blocked: () => this.now() < state.blockedUntil,
			block: (ms) => {
				state.blockedUntil = this.now() + ms;
			},
		};
	}

	sentUnder(token: string, msgUuid: string, windowMs: number): Message | undefined {
		const message = this.uuids.get(`${token} ${msgUuid}`);
		return message && this.now() - message.sentAt < windowMs ? message : undefined;
	}

	deliver(bot: Bot, content: NewMessage): Message {
		const message: Message = {
			id: this.nextId('msg'),
			groupId: bot.groupId,
			platform: bot.platform,
			bot: bot.name,
			sentAt: this.now(),
			...content,
		};
		this.keepMessage(message);
		if (message.msgUuid !== undefined) this.uuids.set(`${bot.token} ${message.msgUuid}`, message);
		this.emit({ type: 'message', message });
		return message;
	}

	groups(platform: Platform): Group[] {
		return this.allGroups().filter((group) => group.platform === platform);
	}

	directChat(app: App, person: Person): Group {
		const id = `${app.platform === 'dingtalk' ? 'cid' : 'oc'}_${person.userId}_${app.id.slice(-6)}`;
		const known = this.chats.get(id);
		if (known) return known;
		const { platform, name, userId, mobile } = person;
		const chat: Group = {
			id,
			platform,
			name: `${name} (${app.name})`,
			allowAtAll: false,
			members: [{ name, userId, mobile }],
			apps: [app.id],
			direct: { userId },
		};
		this.chats.set(id, chat);
		this.emit({ type: 'state' });
		return chat;
	}

	deliverFrom({ id: appId, name: bot }: App, group: Group, content: AppMessage): Message {
		return this.addMessage(group, { bot, appId, ...content });
	}

	writtenBy({ userId: from, name: bot }: Person, group: Group, content: AppMessage): Message {
		return this.addMessage(group, { bot, from, ...content });
	}

	private addMessage({ id: groupId, platform }: Group, content: AppMessage & Pick<Message, 'bot' | 'appId' | 'from'>): Message {
		const message: Message = { id: this.nextId(platform === 'dingtalk' ? 'msg' : 'om'), groupId, platform, sentAt: this.now(), ...content };
		this.keepMessage(message);
		this.emit({ type: 'message', message });
		return message;
	}

	message(id: string): Message | undefined {
		return this.byId.get(id);
	}

	changeMessage(id: string, change: Partial<Message>): Message {
		const message = this.byId.get(id);
		if (!message) throw new Error(`No such message: ${id}`);
		Object.assign(message, change);
		this.emit({ type: 'message', message });
		return message;
	}

	/** Somebody has read it. */
	readMessage(id: string, userId: string): Message {
		const { readBy = [], readAt = {} } = this.byId.get(id) ?? {};
		if (readBy.includes(userId)) return this.changeMessage(id, {});
		return this.changeMessage(id, { readBy: [...readBy, userId], readAt: { ...readAt, [userId]: this.now() } });
	}

	private keepMessage(message: Message): void {
		keep(this.sent, message);
		this.byId.set(message.id, message);
		if (this.byId.size > this.sent.length) this.byId.delete(this.byId.keys().next().value!);
	}

	messages(groupId?: string): Message[] {
		return this.sent.filter((message) => groupId === undefined || message.groupId === groupId);
	}

	addCall(call: Call): void {
		keep(this.called, call);
		this.emit({ type: 'call', call });
	}

	calls(filter: CallFilter = {}): Call[] {
		const { groupId, ...same } = filter;
		const wanted = Object.entries(same).filter(([, value]) => value !== undefined);
		return this.called.filter(
			(call) =>
				wanted.every(([name, value]) => call[name as keyof Call] === value) &&
				(groupId === undefined || this.bots.get(call.token ?? '')?.groupId === groupId),
		);
	}

	subscribe(listener: SandboxListener): () => void {
		this.listeners.add(listener);
		return () => {
			this.listeners.delete(listener);
		};
	}

	emit(event: SandboxEvent): void {
		for (const listener of [...this.listeners]) listener(event);
	}

	clear(): void {
		this.organization.clear();
		this.files.clear();
		this.chats.clear();
		this.bots.clear();
		this.byId.clear();
		this.sent = [];
		this.called = [];
		this.rates.clear();
		this.uuids.clear();
		this.states.clear();
	}
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function keep<T>(list: T[], entry: T): void {
	list.push(entry);
	if (list.length > MAX_KEPT) list.shift();
}

/** Feishu and Lark tokens look like UUIDs, DingTalk's are 64 hex digits. */
const newToken = (platform: Platform): string =>
	platform === 'dingtalk' ? randomBytes(32).toString('hex') : randomUUID();

const webhookPath = (platform: Platform, token: string): string =>
	platform === 'dingtalk' ? `/robot/send?access_token=${token}` : `/open-apis/bot/v2/hook/${token}`;

function limits(defaults: Limits, own: Partial<Limits>): Limits {
	for (const [name, value] of Object.entries(own)) {
		const isNumber = typeof value === 'number' && value >= 0;
		if (!(name in defaults) || !(isNumber || (name === 'perSecond' && value === null))) {
			throw new Error(`No such limit: ${name} = ${String(value)}`);
		}
	}
	return { ...defaults, ...own };
}

function secret(value: unknown): string {
	if (!isName(value)) throw new Error('An empty secret is no secret');
	return value;
}

function keywords(list: string[]): string[] {
	if (!Array.isArray(list) || list.length > MAX_KEYWORDS || !list.every(isName)) {
		throw new Error(`At most ${MAX_KEYWORDS} keywords, none empty`);
	}
	return list;
}

function ipRules(list: string[], platform: Platform): string[] {
	const valid = Array.isArray(list) && list.every((rule) => isName(rule) && isIpRule(rule, platform !== 'dingtalk'));
	if (!valid || list.length > MAX_IPS) {
		throw new Error(
			`At most ${MAX_IPS} IPv4 addresses or ranges (DingTalk: 1.1.1.1 or 1.1.1.0/24; Feishu and Lark also 1.1.1.*)`,
		);
	}
	return list;
}
