import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { Credential, Execution, N8nApi } from '../../host/n8nApi';
import { alertmanagerBody, type Alert } from '../e2e/support/alerts';
import { alertHeaders, alertWorkflow } from '../e2e/support/workflow';

export type Platform = 'feishu' | 'dingtalk';

/** One burst into one bot that nobody has used yet. */
export interface Burst {
	platform: Platform;
	alerts: Alert[];
	webhookUrl: string;
}

/** Times in seconds; only workflows have the last two. */
export interface Run {
	/** From the start until the run has ended. */
	seconds: number;
	/** n8n's own time for the execution. */
	executionSeconds?: number;
	/** n8n's own time for the sending node. */
	nodeSeconds?: number;
	/** Whether n8n shows it as `success` or `error`. */
	status?: string;
}

/** What the contenders run in. */
export interface Host {
	api: N8nApi;
	n8nUrl: string;
	trigger: Credential;
}

export type Contender = (burst: Burst, host: Host) => Promise<Run>;

const since = (start: number): number => (performance.now() - start) / 1000;

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

const SENDER = 'Sender';
/** No contender takes as long; what still runs then hangs. */
const TIMEOUT_SECONDS = 600;

/** Posts the alerts as one body to Subscription Trigger -> sender, so that one execution has an item per alert. */
async function runWorkflow(
	name: string,
	alerts: Alert[],
	{ api, n8nUrl, trigger }: Host,
	sender: Omit<Parameters<typeof alertWorkflow>[2], 'name'>,
): Promise<Run> {
	const { workflow, path } = alertWorkflow(name, trigger, { name: SENDER, ...sender });
	const { id } = await api.createWorkflow(workflow);
	await api.activate(id, { path });

	const start = performance.now();
	await axios.post(n8nUrl + path, alertmanagerBody(alerts), { headers: alertHeaders, proxy: false });
	const execution = await ended(api, id, start);
	const seconds = since(start);
	return { seconds, status: execution.status, ...(await n8nTimes(api, execution.id)) };
}

async function ended(api: N8nApi, workflowId: string, start: number): Promise<Execution> {
	for (;;) {
		const [execution] = await api.executions(workflowId);
		if (execution && !['new', 'running', 'waiting'].includes(execution.status)) return execution;
		if (since(start) > TIMEOUT_SECONDS) throw new Error(`Execution ${execution?.id} has not ended in ${TIMEOUT_SECONDS} s`);
		await sleep(50);
	}
}

async function n8nTimes(api: N8nApi, executionId: string): Promise<Pick<Run, 'executionSeconds' | 'nodeSeconds'>> {
	const execution = (await api.execution(executionId)) as unknown as {
		startedAt: string;
		stoppedAt: string;
		data: { resultData: { runData: Record<string, Array<{ executionTime: number }>> } };
	};
	return {
		executionSeconds: (Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt)) / 1000,
		nodeSeconds: execution.data.resultData.runData[SENDER]?.[0] && execution.data.resultData.runData[SENDER][0].executionTime / 1000,
	};
}
