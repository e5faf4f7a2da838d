import type { IDataObject } from 'n8n-workflow';
import type { TestBot, World } from '../sandboxes';
import { outputOf, runNode } from './run';

export interface MessageResult {
	status: string;
	warnings: string[];
	error?: { message: string; fix: string; code: string };
}

/** Items through an operation of the resource Message, continuing on errors; what the node put out. */
export async function sendMessage(bot: TestBot, operation: string, parameters: IDataObject, items: IDataObject[] = [{}]): Promise<MessageResult[]> {
	const run = await runNode(items, {
		...bot.node,
		parameters: { resource: 'message', operation, ...parameters },
		onError: 'continueRegularOutput',
	});
	const output = outputOf(run, 'Node');
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	return output.map(({ json }) => json as unknown as MessageResult);
}

/** The size of a bot's only call, as it came in. */
export function callBytes({ sandbox }: World, bot: TestBot): number {
	const [call, ...more] = sandbox.calls({ token: bot.token });
	expect(more).toEqual([]);
	return Buffer.byteLength(JSON.stringify(call!.requestBody));
}

/** Whom each message of a bot mentions. */
export const mentionedIds = (bot: TestBot): string[][] => bot.received().map(({ mentions }) => mentions.map(({ id }) => id));

/** For parameters that hold what the item brings along. */
export const VALUE = '={{ $json.value }}';

export const KILOBYTES_100 = '汉字👨‍👩‍👧‍👦'.repeat(2_500);
