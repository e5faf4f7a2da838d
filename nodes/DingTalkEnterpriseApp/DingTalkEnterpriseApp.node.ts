import { NodeConnectionTypes, type IExecuteFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { DingTalkApp, DingTalkCall } from '../../lib/dingtalk/appClient';
import { appForm, runApp, type Operations } from '../shared/app';
import { deliveryOptions } from '../shared/options';
import { createAndDeliver } from './actions/card/createAndDeliver';
import { registerCallback } from './actions/card/registerCallback';
import { respondToClick } from './actions/card/respondToClick';
import { streamText } from './actions/card/streamText';
import { update as updateCard } from './actions/card/update';
import { recall as recallDing } from './actions/ding/recall';
import { send as sendDing } from './actions/ding/send';
import { downloadReceived } from './actions/file/downloadReceived';
import { uploadMedia } from './actions/file/uploadMedia';
import { convertChatId } from './actions/group/convertChatId';
import { create as createGroup } from './actions/group/create';
import { getRobots } from './actions/group/getRobots';
import { getReadStatus } from './actions/message/getReadStatus';
import { recall as recallMessages } from './actions/message/recall';
import { replyToSession } from './actions/message/replyToSession';
import { sendTestMessage } from './actions/message/sendTestMessage';
import { sendToGroup } from './actions/message/sendToGroup';
import { sendToPeople } from './actions/message/sendToPeople';
import { sendNotification } from './actions/notification/sendNotification';
import { get as getUser } from './actions/user/get';
import { getByMobile } from './actions/user/getByMobile';
import { getByUnionId } from './actions/user/getByUnionId';
import { getDepartmentMembers } from './actions/user/getDepartmentMembers';
import { getDepartments } from './actions/user/getDepartments';
import { search as searchUsers } from './actions/user/search';
import { getProgress } from './actions/workNotification/getProgress';
import { getResult } from './actions/workNotification/getResult';
import { recall as recallWork } from './actions/workNotification/recall';
import { send as sendWork } from './actions/workNotification/send';
import { updateStatusBar } from './actions/workNotification/updateStatusBar';
import { searchDepartments } from './methods/departments';
import { searchPeople } from './methods/people';
import { dingTalkEnterpriseAppCredentialTest } from './credentialTest';
import { platform } from './platform';

const operations: Operations<DingTalkApp, DingTalkCall> = {
	card: [createAndDeliver, registerCallback, respondToClick, streamText, updateCard],
	ding: [sendDing, recallDing],
	file: [downloadReceived, uploadMedia],
	group: [createGroup, convertChatId, getRobots],
	message: [sendToPeople, sendToGroup, replyToSession, recallMessages, getReadStatus, sendTestMessage],
	notification: [sendNotification],
	user: [getUser, getByMobile, getByUnionId, getDepartmentMembers, getDepartments, searchUsers],
	workNotification: [sendWork, getProgress, getResult, recallWork, updateStatusBar],
};

export class DingTalkEnterpriseApp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App',
		name: 'dingTalkEnterpriseApp',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ ($parameter["operation"] + ": " + $parameter["resource"]).replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) }}',
		description: 'Send messages, work notifications, cards and DINGs to people and groups with a DingTalk app, and find users, groups and files',
		defaults: { name: 'DingTalk Enterprise App' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true, testedBy: 'dingTalkEnterpriseAppCredentialTest' }],
		properties: appForm(
			operations,
			[
				{ name: 'Card', value: 'card' },
				{ name: 'DING', value: 'ding' },
				{ name: 'File', value: 'file' },
				{ name: 'Group', value: 'group' },
				{ name: 'Message', value: 'message' },
				{ name: 'Notification', value: 'notification' },
				{ name: 'User', value: 'user' },
				{ name: 'Work Notification', value: 'workNotification' },
			].filter(({ value }) => value in operations),
			'message',
			deliveryOptions(
				['onAmbiguousDing'],
				['replyToSession', 'send', 'sendNotification', 'sendToGroup', 'sendToPeople'],
				['replyToSession', 'send', 'sendNotification', 'sendTestMessage', 'sendToGroup', 'sendToPeople'],
			),
		),
	};

	methods = { credentialTest: { dingTalkEnterpriseAppCredentialTest }, listSearch: { searchDepartments, searchPeople } };

	async execute(this: IExecuteFunctions) {
		return await runApp(this, platform, operations);
	}
}
