import { AES, enc, HmacSHA256, lib, mode, pad, SHA1 } from 'crypto-js';

/** What DingTalk does, by another library and from the words of its documents. */

export const CLIENT_ID = 'dingmadeupclient';
export const CORP_ID = 'dingmadeupcorp';
export const CLIENT_SECRET = 'made-up-client-secret';
export const TOKEN = 'madeuptoken123';
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const CARD_SECRET = 'made-up-card-secret';

/** "Base64(AES(random(16B) + msg_len(4B) + msg + $key))", PKCS#7 in blocks of 32 bytes. */
export function encrypted(message: Buffer | string, { owner = CLIENT_ID, aesKey = AES_KEY, length = undefined as number | undefined, padding = undefined as Buffer | undefined } = {}): string {
	const text = Buffer.from(message);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(length ?? text.length);
	const plain = Buffer.concat([Buffer.from('0123456789abcdef'), size, text, Buffer.from(owner)]);
	const missing = 32 - (plain.length % 32);
	return encryptedBytes(Buffer.concat([plain, padding ?? Buffer.alloc(missing, missing)]), aesKey);
}

export function encryptedBytes(plain: Buffer, aesKey = AES_KEY): string {
	const key = enc.Base64.parse(`${aesKey}=`);
	const iv = lib.WordArray.create(key.words.slice(0, 4), 16);
	return AES.encrypt(words(plain), key, { iv, mode: mode.CBC, padding: pad.NoPadding }).ciphertext.toString(enc.Base64);
}

export function decrypted(text: string, aesKey = AES_KEY): { message: string; owner: string } {
	const key = enc.Base64.parse(`${aesKey}=`);
	const iv = lib.WordArray.create(key.words.slice(0, 4), 16);
	const plain = Buffer.from(AES.decrypt(text, key, { iv, mode: mode.CBC, padding: pad.NoPadding }).toString(enc.Hex), 'hex');
	const end = 20 + plain.readUInt32BE(16);
	return { message: plain.toString('utf8', 20, end), owner: plain.toString('utf8', end, plain.length - plain.at(-1)!) };
}

const words = (bytes: Buffer) => enc.Hex.parse(bytes.toString('hex'));

/** "sha1(sort(token, timestamp, nonce, encrypt))" */
export const pushSign = (token: string, timestamp: string, nonce: string, text: string): string => SHA1([token, timestamp, nonce, text].sort().join('')).toString(enc.Hex);

/** "timestamp + \n + the robot's appSecret" */
export const robotSign = (secret: string, timestamp: string): string => enc.Base64.stringify(HmacSHA256(`${timestamp}\n${secret}`, secret));

export const clickSign = (secret: string, timestamp: string): string => enc.Base64.stringify(HmacSHA256(timestamp, secret));

/** A message as the documents show it. */
export const message = {
	senderPlatform: 'Mac',
	conversationId: 'cid6EUmadeupsg==',
	atUsers: [{ dingtalkId: '$:LWCP_robot' }, { dingtalkId: '$:LWCP_other', staffId: '0147madeup8602', unionId: 'edmadeup34' }],
	chatbotCorpId: CORP_ID,
	chatbotUserId: '$:LWCP_robot',
	msgId: 'msgrK2madeupU+riw==',
	senderNick: '小钉',
	isAdmin: true,
	senderStaffId: 'user123',
	senderUnionId: 'unionmadeup',
	sessionWebhookExpiredTime: 1_795_149_600_000,
	createAt: 1_795_143_600_000,
	senderCorpId: 'dingsendercorp',
	conversationType: '2',
	senderId: '$:LWCP_v1sender',
	conversationTitle: '测试群',
	isInAtList: true,
	sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=66d7c695a9madeupdeb885',
	text: { content: ' 磁盘满了吗 ' },
	robotCode: CLIENT_ID,
	msgtype: 'text',
};

const action = JSON.stringify({ cardPrivateData: { actionIds: ['button_1'], params: { action: 'accept' } } });

export const click = {
	type: 'actionCallback',
	outTrackId: 'track-1',
	corpId: CORP_ID,
	userId: 'user123',
	userIdType: 1,
	spaceType: 'IM_GROUP',
	spaceId: 'cid6EUmadeupsg==',
	extension: '{}',
	content: action,
	value: action,
};

/** The same event as it is told over Stream and over HTTP. */
export const streamEvent = {
	headers: {
		topic: '*',
		messageId: '213d841d_972_1898bb26334_70a7',
		contentType: 'application/json',
		time: '1795143600123',
		eventType: 'chat_add_member',
		eventId: 'c7c7120f2c07419madeup',
		eventCorpId: CORP_ID,
		eventBornTime: '1795143600000',
		eventUnifiedAppId: 'bbb381b6-f01madeup',
	},
	data: { timeStamp: 1_795_143_599_000, operator: 'user456', operatorUnionId: 'unionoperator', userId: ['user789'], openConversationId: 'cidgroup', chatId: 'chat1' },
};

export const pushedEvent = {
	EventType: 'chat_add_member',
	EventTime: 1_795_143_600_000,
	CorpId: CORP_ID,
	BizId: '1663madeup35567',
	eventId: 'c7c7120f2c07419madeup',
	...streamEvent.data,
};
