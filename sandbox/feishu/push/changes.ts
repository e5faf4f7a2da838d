import type { App, Person } from '../../organization';
import type { Group, JsonObject, Message, SandboxEvent } from '../../types';
import type { World } from '../../world';
import { TENANT_KEY } from '../app/messageData';
import { userIds } from './messageEvent';

type Reaction = NonNullable<Message['reactions']>[number];
type Known = Pick<Message, 'readBy' | 'reactions' | 'recalledAt'>;

/** One event for one app. */
export interface Change {
	app: App;
	type: string;
	event: JsonObject;
	messageId?: string;
}

/**
 * What people and administrators do besides writing and clicking, noticed by what has changed: who has read what,
 * reactions, recalls, bots that join and leave groups.
 */
export class Changes {
	private readonly messages = new WeakMap<Message, Known>();
	/** The bots of each group. */
	private readonly groups = new Map<string, string[]>();

	constructor(private readonly world: World) {}

	of(event: SandboxEvent): Change[] {
		switch (event.type) {
			case 'message':
				return event.message.platform === 'dingtalk' ? [] : this.ofMessage(event.message);
			case 'state':
				return [...this.world.groups('feishu'), ...this.world.groups('lark')].flatMap((group) => this.ofGroup(group));
			case 'reset':
				this.groups.clear();
				return [];
			default:
				return [];
		}
	}

	private ofMessage(message: Message): Change[] {
		const before = this.messages.get(message);
		const { readBy = [], reactions = [], recalledAt } = message;
		this.messages.set(message, { readBy, reactions, recalledAt });
		const chat = this.world.group(message.groupId);
		if (!before || !chat) return [];
		const added = reactions.filter(({ id }) => !before.reactions?.some((one) => one.id === id));
		const gone = (before.reactions ?? []).filter(({ id }) => !reactions.some((one) => one.id === id));
		const readers = readBy.filter((userId) => !before.readBy?.includes(userId));
		const changes = this.apps(chat).flatMap((app): Change[] => [
			...added.map((one) => ({ app, type: 'im.message.reaction.created_v1', event: this.reaction(app, message, one) })),
			...gone.map((one) => ({ app, type: 'im.message.reaction.deleted_v1', event: this.reaction(app, message, one) })),
			...readers.flatMap((userId) => this.reading(app, chat, message, userId)),
			...(recalledAt !== undefined && before.recalledAt === undefined ? [{ app, type: 'im.message.recalled_v1', event: recall(message, recalledAt) }] : []),
		]);
		return changes.map((change) => ({ ...change, messageId: message.id }));
	}

	private apps = ({ apps = [] }: Group): App[] => apps.flatMap((id) => this.world.organization.app(id) ?? []);

	private person = ({ platform }: Pick<Message, 'platform'>, id: string): Person | undefined =>
		this.world.organization.person(platform, ({ userId }) => userId === id);

	/** "用户阅读机器人发送的单聊消息后触发此事件" */
	private reading(app: App, chat: Group, message: Message, userId: string): Change[] {
		const reader = this.person(message, userId);
		if (!chat.direct || message.appId !== app.id || !reader) return [];
		const read_time = String(message.readAt?.[userId] ?? this.world.now());
		const event = { reader: { reader_id: userIds(reader, app), read_time, tenant_key: TENANT_KEY }, message_id_list: [message.id] };
		return [{ app, type: 'im.message.message_read_v1', event }];
	}

	/** Of a person or an app. */
	private reaction(app: App, message: Message, { emoji, by }: Reaction): JsonObject {
		const person = this.person(message, by);
		return {
			message_id: message.id,
			reaction_type: { emoji_type: emoji },
			operator_type: person ? 'user' : 'app',
			...(person ? { user_id: userIds(person, app) } : { app_id: by }),
			action_time: String(this.world.now()),
		};
	}

	/** A group that is new tells nobody: how it came about is not known. */
	private ofGroup(group: Group): Change[] {
		const before = this.groups.get(group.id);
		const now = group.apps ?? [];
		this.groups.set(group.id, [...now]);
		if (!before) return [];
		const change = (type: string) => (id: string): Change[] => {
			const app = this.world.organization.app(id);
			return app ? [{ app, type, event: this.membership(app, group) }] : [];
		};
		return [
			...now.filter((id) => !before.includes(id)).flatMap(change('im.chat.member.bot.added_v1')),
			...before.filter((id) => !now.includes(id)).flatMap(change('im.chat.member.bot.deleted_v1')),
		];
	}

	/** Who has done it is not known: the first member. */
	private membership(app: App, group: Group): JsonObject {
		const operator = this.person(group, group.members[0]?.userId ?? '');
		return {
			chat_id: group.id,
			...(operator && { operator_id: userIds(operator, app) }),
			external: false,
			operator_tenant_key: TENANT_KEY,
			name: group.name,
			i18n_names: { zh_cn: group.name, en_us: group.name, ja_jp: group.name },
		};
	}
}

const recall = (message: Message, at: number): JsonObject => ({
	message_id: message.id,
	chat_id: message.groupId,
	recall_time: String(at),
	recall_type: 'message_owner',
});
