import { appendFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const log = (name: string, value: unknown) => appendFileSync('/tmp/dt/attack.log', `\n### ${name}\n${JSON.stringify(value, null, 1)?.slice(0, 3500)}\n`);
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const CARD = '/v1.0/card/instances/createAndDeliver';
const calls = (path: string) => world.sandbox.calls().filter((call) => call.path.split('?')[0] === path);
const TEMPLATE = '1a2b3c4d.schema';
const withTemplate = (settings = {}, cred = {}): TestApp => {
	world.sandbox.dingtalk.addCardTemplate({ id: TEMPLATE, markdown: ['content'] });
	return dingTalkApp(world, settings, { cardTemplateId: TEMPLATE, ...cred });
};
const variables = (values: Record<string, string>) => ({ variables: { variable: Object.entries(values).map(([name, value]) => ({ name, value })) } });
const t = (name: string, run: () => Promise<unknown>) => test(name, async () => { const started = Date.now(); const got = await run(); log(`${name} (${Date.now() - started} ms)`, got); });
const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `user${index}` }).userId);


import { DingTalkEnterpriseApp } from '../../../nodes/DingTalkEnterpriseApp/DingTalkEnterpriseApp.node';
import type { INodeProperties } from 'n8n-workflow';

t('A retry on fail after ambiguous card, other composition', async () => {
	const app = withTemplate();
	people(app, 2);
	app.person({ userId: 'late', mobile: '13800138000' });
	world.sandbox.addFault({ kind: 'status', status: 500, match: { path: '/topapi/v2/user/getbymobile' }, times: 1 });
	world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: CARD }, times: 1 });
	const run = await runNode([{ by: 'mobile', who: '13800138000' }, ...[0, 1].map((n) => ({ by: 'userId', who: `user${n}` }))], {
		...app.node,
		parameters: { resource: 'notification', operation: 'sendNotification', contentFrom: 'fields', title: 'Disk', recipientsBy: '={{ $json.by }}', recipients: '={{ $json.who }}', options: { maxWait: 0 } },
		retryOnFail: true, maxTries: 2, waitBetweenTries: 0,
	});
	return [run.data.resultData.error?.message, outputOf(run, 'Node').map(({ json }) => [json.target, json.status, json.warnings]), app.received().map(({ text, groupId, msgType }) => [groupId, msgType]), calls(CARD).map(({ requestBody, status }) => [status, (requestBody as any).outTrackId, (requestBody as any).openSpaceId])];
});
t('A2 one item of 25 people, the second call ambiguous', async () => {
	const app = withTemplate();
	const ids = people(app, 25);
	let n = 0;
	world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: CARD }, times: 1 });
	const run = await runNode([{ ids }], {
		...app.node,
		parameters: { resource: 'notification', operation: 'sendNotification', contentFrom: 'fields', title: 'Disk', recipients: '={{ $json.ids }}', options: { maxWait: 0 } },
		retryOnFail: true, maxTries: 2, waitBetweenTries: 0,
	});
	const counts: Record<string, number> = {};
	for (const { groupId } of app.received()) counts[groupId] = (counts[groupId] ?? 0) + 1;
	return [run.data.resultData.error?.message, outputOf(run, 'Node').map(({ json }) => [json.target, json.status, json.warnings]), Object.values(counts), calls(CARD).map(({ requestBody, status }) => [status, (requestBody as any).outTrackId, (requestBody as any).openSpaceId])];
});
t('A3 createAndDeliver retry with a changed value after ambiguous', async () => {
	const app = withTemplate();
	const group = app.group();
	world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: CARD }, times: 1 });
	const run = await runNode([{}], {
		...app.node,
		parameters: { resource: 'card', operation: 'createAndDeliver', sendTo: 'topBar', groups: group.id, ...variables({ title: 'x' }), options: { maxWait: 0 } },
		retryOnFail: true, maxTries: 2, waitBetweenTries: 1000,
	});
	return [run.data.resultData.error?.message, outputOf(run, 'Node').map(({ json }) => json), app.received().length, calls(CARD).map(({ requestBody, status }) => [status, (requestBody as any).outTrackId, (requestBody as any).topOpenDeliverModel])];
});
t('B order: fire then resolve to shared people', async () => {
	const app = dingTalkApp(world);
	people(app, 2);
	world.sandbox.addFault({ kind: 'status', status: 500, match: { path: BATCH }, times: 1 });
	const out = await operate(app, 'message.sendToPeople', { recipients: '={{ $json.who }}', messageType: 'text', text: '={{ $json.text }}' }, [{ who: 'user0,user1', text: 'firing' }, { who: 'user1', text: 'resolved' }]);
	return [out.map(({ status }) => status), app.received().map(({ groupId, text }) => [groupId, text])];
});
t('C stop in the middle', async () => {
	const app = dingTalkApp(world);
	const ids = people(app, 60);
	world.sandbox.addFault({ kind: 'refuse', code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', match: { path: BATCH }, times: 50 });
	const run = await runNode(ids.map((who, i) => ({ who, i })), { ...app.node, parameters: { resource: 'message', operation: 'sendToPeople', recipients: '={{ $json.who }}', messageType: 'text', text: '={{ $json.i }}' } }, { onStart: (stop) => setTimeout(stop, 30) });
	return [run.status, run.data.resultData.error?.message, app.received().length];
});
t('D quota', async () => {
	const app = dingTalkApp(world);
	const ids = people(app, 3);
	world.sandbox.addFault({ kind: 'refuse', code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', match: { path: BATCH }, times: 1 });
	const out = await operate(app, 'message.sendToPeople', { recipients: '={{ $json.who }}', messageType: 'text', text: '={{ $json.who }}' }, ids.map((who) => ({ who })));
	return out.map(({ status, attempts, error }) => [status, attempts, error?.code]);
});
t('E digest of distinct notifications to several people', async () => {
	const app = dingTalkApp(world);
	people(app, 3);
	const out = await operate(app, 'notification.sendNotification', { contentFrom: 'fields', title: '={{ $json.n }}', recipients: 'user0,user1,nobody' }, Array.from({ length: 60 }, (_, n) => ({ n: `alert ${n}` })));
	const by: Record<string, string[]> = {};
	for (const { groupId, text } of app.received()) (by[groupId] ??= []).push(text.slice(0, 12));
	return [out.map(({ status, partsSent, error }) => `${status} ${partsSent} ${error?.code}`).filter((x, i, a) => a.indexOf(x) === i), calls(BATCH).length, Object.entries(by).map(([g, x]) => [g, x.length])];
});
t('F error modes and raw', async () => {
	const app = dingTalkApp(world);
	const ids = people(app, 2);
	const run = await runNode(ids.map((who) => ({ who })), { ...app.node, parameters: { resource: 'message', operation: 'sendToPeople', recipients: '={{ $json.who }}', messageType: 'text', text: 'x', options: { simplify: false } } });
	return outputOf(run, 'Node').map(({ json, pairedItem }) => [json, pairedItem]);
});

const ODD: unknown[] = [null, 0, -1, 1.5, true, {}, { a: { b: [1] } }, [], [1, null, { x: 1 }], '', ' ', '😀‮abc\u0000\ud800', 'x'.repeat(1_000_000), '{"__proto__":{"a":1}}', 'undefined', '../../x', 'a;b', NaN];
t('Z fuzz', async () => {
	const app = withTemplate();
	const group = app.group();
	app.person({ userId: 'lilei', mobile: '13800138000' });
	const { sessionWebhook } = world.sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: group.id });
	const type = new DingTalkEnterpriseApp();
	const properties = type.description.properties;
	const [card] = await operate(app, 'card.createAndDeliver', { groups: group.id, ...variables({ a: 'b' }) });
	const [msg] = await operate(app, 'message.sendToPeople', { recipients: 'lilei', messageType: 'text', text: 'x' });
	const [work] = await operate(app, 'workNotification.send', { recipients: 'lilei', messageType: 'oa', url: 'https://example.com', title: 'x', oaMore: { status: 'new' } });
	const bases: Array<[string, IDataObject]> = [
		['card.createAndDeliver', { groups: group.id, ...variables({ a: 'b' }) }],
		['card.createAndDeliver', { sendTo: 'person', recipients: 'lilei', specifyVariables: 'json', variablesJson: '{"a":1}', privateVariablesJson: '{}' }],
		['card.createAndDeliver', { sendTo: 'topBar', groups: group.id, ...variables({ a: 'b' }), cardOptions: { topBarHours: 1, summary: 's', outTrackId: '', forwardable: true }, callback: 'HTTP', routeKey: 'k' }],
		['card.registerCallback', { routeKey: 'k', callbackUrl: 'https://n8n.example.com/', overwrite: true }],
		['card.streamText', { outTrackId: card!.messageId, key: 'content', text: 'x', textIs: 'full', state: 'more' }],
		['card.update', { outTrackId: card!.messageId, ...variables({ a: 'b' }), otherVariables: 'keep' }],
		['ding.send', { recipients: 'lilei', text: 'x', remindBy: 'phone', voice: '' }],
		['ding.recall', { openDingId: 'x' }],
		['file.downloadReceived', { downloadCode: world.sandbox.dingtalk.receiveFile(app.app.id, { name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('abc') }), fileName: 'a.txt', outputField: 'data' }],
		['file.uploadMedia', { binaryPropertyName: 'data', mediaType: 'image' }],
		['group.create', { name: 'x', owner: 'lilei', members: 'lilei', settings: { searchable: true } }],
		['group.convertChatId', { chatId: world.sandbox.dingtalk.chatId(group.id) }],
		['group.getRobots', { openConversationId: group.id, limit: 2, returnAll: false }],
		...['text', 'markdown', 'actionCard', 'link', 'image', 'custom'].map((messageType): [string, IDataObject] => ['message.sendToPeople', { recipients: 'lilei', recipientsBy: 'userId', messageType, text: 'x', title: 't', url: 'https://example.com', openLinksIn: 'default', buttonLayout: 'vertical', buttons: { button: [{ text: 'a', url: 'https://example.com' }] }, mediaFrom: 'mediaId', mediaId: '@x', pictureFrom: 'url', pictureFromUrl: 'https://example.com/a.png', msgKey: 'sampleText', msgParam: '{"content":"x"}' }]),
		['message.sendToPeople', { recipients: 'lilei', messageType: 'video', mediaFrom: 'mediaId', mediaId: '@x', coverFrom: 'mediaId', coverMediaId: '@y', duration: 3, width: 1, height: 2 }],
		['message.sendToPeople', { recipients: 'lilei', messageType: 'file', mediaFrom: 'mediaId', mediaId: '@x', fileName: 'a.pdf' }],
		['message.sendToGroup', { openConversationId: group.id, messageType: 'text', text: 'x' }],
		['message.replyToSession', { sessionWebhook, messageType: 'feedCard', links: { link: [{ title: 'a', url: 'https://example.com', pictureUrl: 'https://example.com' }] } }],
		['message.replyToSession', { sessionWebhook, messageType: 'custom', messageJson: '{"msgtype":"text","text":{"content":"a"}}' }],
		['message.replyToSession', { sessionWebhook, messageType: 'text', text: 'x', mentionMobiles: '', mentionUserIds: '', mentionAll: false }],
		['message.recall', { messageIds: msg!.messageId, sentTo: 'people' }],
		['message.getReadStatus', { messageId: msg!.messageId, sentTo: 'people' }],
		['message.getReadStatus', { messageId: msg!.messageId, sentTo: 'group', openConversationId: group.id, limit: 3, returnAll: false }],
		['message.sendTestMessage', { person: 'lilei', personBy: 'userId' }],
		['notification.sendNotification', { notificationTo: 'people', recipients: 'lilei', contentFrom: 'fields', title: 'x', summary: 'y', status: 'info', severity: 'info', sendAs: 'card', cardTemplateId: '', openLinksIn: 'default' }],
		['user.get', { user: 'lilei' }],
		['user.getByMobile', { mobile: '13800138000' }],
		['user.getByUnionId', { unionId: 'u' }],
		['user.getDepartmentMembers', { department: '1', limit: 2, returnAll: false }],
		['user.getDepartments', { department: '1', limit: 2, returnAll: false }],
		['user.search', { name: 'Li Lei', exactMatch: false, includeDetails: true, limit: 2, returnAll: false }],
		['workNotification.send', { workSendTo: 'users', recipients: 'lilei', messageType: 'oa', url: 'https://example.com', title: 'x', text: 'y', fields: { field: [{ name: 'a', value: 'b' }] }, oaMore: { status: 's', statusColor: '#112233', number: '1', unit: 'x', headColor: '#112233', pcUrl: 'https://example.com', author: 'a', fileCount: '1', head: 'h' }, pictureFrom: 'none', openLinksIn: 'organization' }],
		['workNotification.send', { workSendTo: 'departments', departmentIds: '1', messageType: 'voice', mediaFrom: 'mediaId', mediaId: '@x', duration: 3 }],
		['workNotification.getProgress', { taskId: work!.messageId }],
		['workNotification.getResult', { taskId: work!.messageId }],
		['workNotification.recall', { taskId: work!.messageId }],
		['workNotification.updateStatusBar', { taskId: work!.messageId, status: 'x', statusColor: '#112233' }],
	];
	const lines = new Set<string>();
	const slow: unknown[] = [];
	for (const [operation, base] of bases) {
		for (const field of Object.keys(base)) {
			const good = base[field];
			const items = [...ODD, good].map((v) => ({ v: v as IDataObject }));
			const started = Date.now();
			let out: any[];
			try {
				const [resource, name] = operation.split('.');
				const run = await runNode(items, { ...app.node, parameters: { resource, operation: name, ...base, [field]: '={{ $json.v }}', options: { maxWait: 1 } } as IDataObject, onError: 'continueRegularOutput' });
				if (run.data.resultData.error) lines.add(`${operation} ${field} RUN ERROR ${run.data.resultData.error.message}`);
				const o = outputOf(run, 'Node');
				out = items.map((_, i) => o.filter((x) => (x.pairedItem as any).item === i).map((x) => x.json));
				for (const hint of run.data.resultData.runData.Node?.[0]?.hints ?? []) if (JSON.stringify(hint).length > 1000) lines.add(`${operation} ${field} LONG HINT ${JSON.stringify(hint).slice(0, 200)}`);
			} catch (error) { lines.add(`${operation} ${field} THREW ${String(error).slice(0, 200)}`); continue; }
			const took = Date.now() - started;
			if (took > 800) slow.push([operation, field, took]);
			out.forEach((entries, i) => {
				const value = JSON.stringify(ODD[i])?.slice(0, 30) ?? 'GOOD';
				if (entries.length === 0) lines.add(`${operation} ${field} ${value} NO OUTPUT`);
				for (const entry of entries) {
					const e = entry.error;
					const size = JSON.stringify(entry).length;
					if (size > 20_000) lines.add(`${operation} ${field} ${value} BIG OUTPUT ${size}`);
					if (e && (e.code === 'UNEXPECTED' || e.message.length > 2000)) lines.add(`${operation} ${field} ${value} ${e.code} ${e.message.slice(0, 200)}`);
					else if (i === ODD.length && e) lines.add(`${operation} ${field} GOOD FAILED ${e.code} ${e.message.slice(0, 150)}`);
					else if (e) lines.add(`  ${operation} ${field} ${value}: [${e.code}] ${e.message.slice(0, 140)}`);
					else if (i < ODD.length) lines.add(`  ${operation} ${field} ${value}: OK ${JSON.stringify(entry).slice(0, 110)}`);
				}
			});
		}
	}
	appendFileSync('/tmp/dt/fuzz.log', [...lines].join('\n'));
	return [slow, lines.size, [...lines].filter((l) => !l.startsWith('  '))];
});
