import { createHash } from 'node:crypto';
import { asText } from '../../json';
import type { App, Person } from '../../organization';
import type { Group, Member } from '../../types';
import { done } from './answers';
import { accept, firstOf, integer, isAvailable, isEmpty, personOf, refuseWith, textList, type Context, type Route } from './context';
import { groupOf } from './robotRules';

/** The ID of a group in the old APIs. */
export const chatIdOf = ({ id }: Group): string => `chat${createHash('md5').update(id).digest('hex')}`;

const memberOf = ({ name, userId, mobile }: Person): Member => ({ name, userId, mobile });

const members = (context: Context, userIds: string[]): Member[] =>
	[...new Set(userIds)]
		.map((userId) => personOf(context, userId))
		.filter((person) => person !== undefined)
		.map(memberOf);

/** "群主不在应用可见性内" */
const ownerOutside = (name: string) =>
	refuseWith((context) =>
		isAvailable(context, String(context.body[name])) ? undefined : (['permession.checkFailed', '群主不在应用可见性内'] as const),
	);

const length = (value: unknown): number => asText(value).trim().length;

/** A name for whatever a check that is switched off has let through. */
const named = (value: unknown): string => asText(value).trim() || '群聊';

/** "群名称，长度限制为1~20个字符" */
const MAX_NAME = 20;

/**
 * "创建群会话": the app's robot does not come along.
 * https://open.dingtalk.com/document/development/create-common-group-new-version-v2
 */
const create: Route = {
	method: 'POST',
	path: '/v1.0/im/group/create',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith((context) => {
				const { name, owner, useridlist } = context.body;
				const isWrong = length(name) < 1 || length(name) > MAX_NAME || isEmpty(owner) || !textList(useridlist)?.length;
				return isWrong ? 'parameter.invalid' : undefined;
			}),
		],
		['dingtalkApp.person', refuseWith((context) => (personOf(context, String(context.body.owner)) ? undefined : 'parameter.invalid'))],
		['dingtalkApp.availability', ownerOutside('owner')],
	],
	run: (context) => {
		const { body, world } = context;
		const people = members(context, [String(body.owner), ...(textList(body.useridlist) ?? [])]);
		const group = world.addGroup({ platform: 'dingtalk', name: named(body.name), members: people });
		return accept(done({ conversationTag: integer(body.conversationTag) ?? 2, openConversationId: group.id, chatid: chatIdOf(group) }));
	},
};

const MAX_TITLE = 30;

/**
 * "创建场景群": the template brings the app's robot along.
 * https://open.dingtalk.com/document/development/create-a-scene-group
 */
const createScene: Route = {
	method: 'POST',
	path: '/v1.0/im/sceneGroup/create',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ body: { title, template_id, owner_user_id } }) =>
				length(title) < 1 || length(title) > MAX_TITLE || isEmpty(template_id) || isEmpty(owner_user_id) ? 'parameter.invalid' : undefined,
			),
		],
		['dingtalkApp.template', refuseWith(({ body, state }) => (state.groupTemplates.has(String(body.template_id)) ? undefined : 'groupTemplate.notFound'))],
		['dingtalkApp.person', refuseWith((context) => (personOf(context, String(context.body.owner_user_id)) ? undefined : 'member.notFound'))],
		['dingtalkApp.availability', ownerOutside('owner_user_id')],
	],
	run: (context) => {
		const { body, world, app } = context;
		const people = members(context, [String(body.owner_user_id), ...(textList(body.user_ids) ?? [])]);
		const group = world.addGroup({ platform: 'dingtalk', name: named(body.title), members: people, apps: [app.id] });
		return accept(done({ open_conversation_id: group.id, chat_id: chatIdOf(group) }));
	},
};

const byChatId = ({ parts, world }: Context): Group | undefined =>
	world.groups('dingtalk').find((group) => !group.direct && chatIdOf(group) === parts.chatId);

/** https://open.dingtalk.com/document/development/obtain-group-openconversationid */
const convert: Route = {
	method: 'POST',
	path: '/v1.0/im/chat/{chatId}/convertToOpenConversationId',
	steps: [['dingtalkApp.chat', refuseWith((context) => (byChatId(context) ? undefined : 'invalideChatId'))]],
	run: (context) => accept(done({ openConversationId: byChatId(context)?.id ?? '' })),
};

/** "企业内部应用机器人" */
const OWN_ROBOT = 2;

/**
 * Unconfirmed: that robots of the group's webhooks are not listed ("只支持获取企业内部机器人、...").
 * https://open.dingtalk.com/document/development/obtain-the-list-of-robots-in-the-group
 */
const robots: Route = {
	method: 'POST',
	path: '/v1.0/robot/groups/robots/query',
	steps: [['dingtalkApp.group', refuseWith((context) => firstOf([groupOf(context) === undefined, 'illegal.openconevrsation.id']))]],
	run: (context) => {
		const apps = (groupOf(context)?.apps ?? []).map((id) => context.world.organization.app(id)).filter((app) => app !== undefined);
		const entry = ({ robotCode, name }: App) => ({ robotCode, name, downloadIconURL: '', openRobotType: OWN_ROBOT });
		return accept(done({ chatbotInstanceVOList: apps.map(entry) }));
	},
};

export const GROUP_ROUTES: readonly Route[] = [create, createScene, convert, robots];

