import type { Credential, N8nApi } from '../../host/n8nApi';
import { alertmanagerBody, type Alert } from '../e2e/support/alerts';
import { alertHeaders, alertWorkflow } from '../e2e/support/workflow';

import { SENDER, since, timed, type Run } from './run';

export type Platform = 'feishu' | 'dingtalk';

/** One burst into one bot that nobody has used yet. */
export interface Burst {
	platform: Platform;
	alerts: Alert[];
	webhookUrl: string;
}

/** What the contenders run in. */
export interface Host {
	api: N8nApi;
	n8nUrl: string;
	trigger: Credential;
}

export type Contender = (burst: Burst, host: Host) => Promise<Run>;

const nodes = {
	feishu: { type: 'larkBot', credential: 'larkBotApi' },
	dingtalk: { type: 'dingTalkBot', credential: 'dingTalkBotApi' },
};

/** Our bot node as it is when somebody adds it: Send Notification, no option set. */
const ours: Contender = async ({ platform, alerts, webhookUrl }, host) => {
	const { type, credential } = nodes[platform];
	const bot = { name: `${platform} ${alerts.length}`, type: credential, data: { webhookUrl, secret: '', keywords: '' } };
	await host.api.createOrUpdateCredential(bot);
	return await runWorkflow(`Ours ${bot.name}`, alerts, host, {
		type: `n8n-nodes-lark-dingtalk.${type}`,
		parameters: { resource: 'notification', operation: 'sendNotification', options: {} },
		credential: bot,
	});
};

/** A text message with the alert's line, as an expression of `text`. */
const messages = {
	feishu: "{ msg_type: 'text', content: { text } }",
	dingtalk: "{ msgtype: 'text', text: { content: text } }",
};

/** n8n's own node, with its default settings: a message per item. */
const httpRequest: Contender = async ({ platform, alerts, webhookUrl }, host) => {
	const text = '`[${$json.severity}] ${$json.title} ${$json.labels.instance}: ${$json.summary}`';
	return await runWorkflow(`HTTP Request ${platform} ${alerts.length}`, alerts, host, {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: webhookUrl,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ ((text) => JSON.stringify(${messages[platform]}))(${text}) }}`,
			options: {},
		},
	});
};

/** A script: one message after the other. */
const sequential: Contender = async ({ platform, alerts, webhookUrl }) => {
	const start = performance.now();
	for (const { severity, name, instance, summary } of alerts) {
		const text = `[${severity}] ${name} ${instance}: ${summary}`;
		const message = platform === 'feishu' ? { msg_type: 'text', content: { text } } : { msgtype: 'text', text: { content: text } };
		const answer = await fetch(webhookUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(message),
		});
		await answer.text();
	}
	return { seconds: since(start) };
};

/** In the order of the table; the first is measured against the others. */
export const contenders: Record<string, Contender> = {
	'this package': ours,
	'HTTP Request node': httpRequest,
	'sequential script': sequential,
};

/** Posts the alerts as one body to Subscription Trigger -> sender, so that one execution has an item per alert. */
async function runWorkflow(
	name: string,
	alerts: Alert[],
	{ api, n8nUrl, trigger }: Host,
	sender: Omit<Parameters<typeof alertWorkflow>[2], 'name'>,
): Promise<Run> {
	const made = alertWorkflow(name, trigger, { name: SENDER, ...sender });
	return await timed(api, n8nUrl, made, alertmanagerBody(alerts), alertHeaders);
}
