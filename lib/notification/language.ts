import type { Language, Severity, Status } from './types';

export interface Words {
	status: Record<Status, string>;
	severity: Record<Severity, string>;
	fields: Record<'severity' | 'value' | 'started' | 'ended' | 'duration', string>;
	links: Record<'source' | 'runbook' | 'dashboard' | 'silence' | 'open', string>;
	/** Day, hour, minute, second. */
	units: [string, string, string, string];
	alert: string;
	message: string;
	rowChange: (channel: string) => string;
	truncatedBySender: (count: number) => string;
	cut: string;
	more: (count: number) => string;
	testMessage: string;
	/** How many notifications share a message. */
	digest: (count: number) => string;
	mergedForLimit: string;
	/** Of an alert whose beginning was still waiting to be told when it ended. */
	firedAndResolved: string;
}

/** Everything that a notification says by itself, in the languages that a reader may want. */
export const words: Record<Language, Words> = {
	en: {
		status: {
			firing: 'FIRING',
			resolved: 'RESOLVED',
			info: 'INFO',
			pending: 'PENDING',
			approved: 'APPROVED',
			rejected: 'REJECTED',
			failed: 'FAILED',
		},
		severity: { critical: 'Critical', warning: 'Warning', info: 'Info' },
		fields: {
			severity: 'Severity',
			value: 'Value',
			started: 'Started',
			ended: 'Ended',
			duration: 'Duration',
		},
		links: {
			source: 'Source',
			runbook: 'Runbook',
			dashboard: 'Dashboard',
			silence: 'Silence',
			open: 'Open',
		},
		units: ['d', 'h', 'min', 's'],
		alert: 'Alert',
		message: 'Message',
		rowChange: (channel) => `Row change on ${channel}`,
		truncatedBySender: (count) => `${count} more alerts were left out by the sender`,
		cut: '… (cut)',
		more: (count) => `+${count} more`,
		testMessage: 'This is a test message from n8n. The bot works.',
		digest: (count) => (count === 1 ? '1 notification' : `${count} notifications`),
		mergedForLimit: "Merged, to stay within the chat's limit",
		firedAndResolved: 'has fired and ended in the meantime',
	},
	zh: {
		status: {
			firing: '告警中',
			resolved: '已恢复',
			info: '通知',
			pending: '待处理',
			approved: '已通过',
			rejected: '已拒绝',
			failed: '失败',
		},
		severity: { critical: '严重', warning: '警告', info: '提示' },
		fields: {
			severity: '级别',
			value: '当前值',
			started: '开始时间',
			ended: '结束时间',
			duration: '持续时长',
		},
		links: {
			source: '查看来源',
			runbook: '处理手册',
			dashboard: '仪表盘',
			silence: '静默',
			open: '打开',
		},
		units: ['天', '小时', '分钟', '秒'],
		alert: '告警',
		message: '消息',
		rowChange: (channel) => `数据变更：${channel}`,
		truncatedBySender: (count) => `发送方另有 ${count} 条告警未列出`,
		cut: '…（已截断）',
		more: (count) => `另有 ${count} 条`,
		testMessage: '这是来自 n8n 的测试消息，机器人工作正常。',
		digest: (count) => `${count} 条通知`,
		mergedForLimit: '为遵守发送频率限制，已合并发送',
		firedAndResolved: '期间触发并已恢复',
	},
};
