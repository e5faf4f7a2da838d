import { NodeConnectionTypes, type IExecuteFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { FeishuApp as App, FeishuCall } from '../../lib/feishu/appClient';
import { appForm, runApp, type Operations } from '../shared/app';
import { deliveryOptions } from '../shared/options';
import { appendText } from './actions/card/appendText';
import { createStreaming } from './actions/card/createStreaming';
import { finishStreaming } from './actions/card/finishStreaming';
import { respondToClick } from './actions/card/respondToClick';
import { updateByToken } from './actions/card/updateByToken';
import { addMembers } from './actions/chat/addMembers';
import { create as createChat } from './actions/chat/create';
import { get as getChat } from './actions/chat/get';
import { getMany as getManyChats } from './actions/chat/getMany';
import { getMembers } from './actions/chat/getMembers';
import { search as searchChat } from './actions/chat/search';
import { downloadFromMessage } from './actions/file/downloadFromMessage';
import { uploadFile } from './actions/file/uploadFile';
import { uploadImage } from './actions/file/uploadImage';
import { addReaction } from './actions/message/addReaction';
import { edit } from './actions/message/edit';
import { forward } from './actions/message/forward';
import { get } from './actions/message/get';
import { getBatchProgress } from './actions/message/getBatchProgress';
import { getMany } from './actions/message/getMany';
import { getPinned } from './actions/message/getPinned';
import { getReactions } from './actions/message/getReactions';
import { getReadUsers } from './actions/message/getReadUsers';
import { markUrgent } from './actions/message/markUrgent';
import { pin } from './actions/message/pin';
import { recall } from './actions/message/recall';
import { recallBatch } from './actions/message/recallBatch';
import { removeReaction } from './actions/message/removeReaction';
import { reply } from './actions/message/reply';
import { send } from './actions/message/send';
import { sendBatch } from './actions/message/sendBatch';
import { sendTestMessage } from './actions/message/sendTestMessage';
import { unpin } from './actions/message/unpin';
import { updateCard } from './actions/message/updateCard';
import { sendNotification } from './actions/notification/sendNotification';
import { find as findUser } from './actions/user/find';
import { get as getUser } from './actions/user/get';
import { getManyByDepartment } from './actions/user/getManyByDepartment';
import { feishuAppCredentialTest } from './credentialTest';
import { searchChats } from './methods/chats';
import { searchDepartments } from './methods/departments';
import { platform } from './platform';

const operations: Operations<App, FeishuCall> = {
	card: [appendText, createStreaming, finishStreaming, respondToClick, updateByToken],
	chat: [addMembers, createChat, getChat, getManyChats, getMembers, searchChat],
	file: [downloadFromMessage, uploadFile, uploadImage],
	message: [
		send,
		addReaction,
		edit,
		forward,
		get,
		getBatchProgress,
		getMany,
		getPinned,
		getReactions,
		getReadUsers,
		markUrgent,
		pin,
		recall,
		recallBatch,
		removeReaction,
		reply,
		sendBatch,
		sendTestMessage,
		unpin,
		updateCard,
	],
	notification: [sendNotification],
	user: [findUser, getUser, getManyByDepartment],
};

export class FeishuApp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App',
		name: 'feishuApp',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ ($parameter["operation"] + ": " + $parameter["resource"]).replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Send messages, cards and files to people and groups with a Feishu or Lark app, and manage chats and users',
		defaults: { name: 'Feishu App' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true, testedBy: 'feishuAppCredentialTest' }],
		properties: appForm(
			operations,
			[
				{ name: 'Card', value: 'card' },
				{ name: 'Chat', value: 'chat' },
				{ name: 'File', value: 'file' },
				{ name: 'Message', value: 'message' },
				{ name: 'Notification', value: 'notification' },
				{ name: 'User', value: 'user' },
			].filter(({ value }) => value in operations),
			'message',
			// The others carry a key, by which the platform knows a repeated message.
			deliveryOptions(
				['onAmbiguousTimeout'],
				['markUrgent', 'sendBatch'],
				['edit', 'reply', 'respondToClick', 'send', 'sendBatch', 'sendNotification', 'sendTestMessage', 'updateByToken', 'updateCard'],
			),
		),
	};

	methods = { credentialTest: { feishuAppCredentialTest }, listSearch: { searchChats, searchDepartments } };

	async execute(this: IExecuteFunctions) {
		return await runApp(this, platform, operations);
	}
}
