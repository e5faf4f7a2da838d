import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decodeItem } from '../../lib/events/decode';
import { toNotification } from '../../lib/events/toNotification';
import type { SubscriptionEvent } from '../../lib/events/types';
import { InputError } from '../../lib/inputError';
import type { Language, Notification } from '../../lib/notification/types';

/** The form of Send Notification: nothing has to be filled in. */
export const notificationForm: INodeProperties[] = [
	{
		displayName:
			'Sends what the incoming item tells: an event of a Subscription Trigger, an Alertmanager body (also from a Webhook node), a row from the Postgres Trigger, or any JSON',
		name: 'notificationNotice',
		type: 'notice',
		default: '',
	},
];

/** The incoming item as notifications: one for each event that it holds. */
export function notificationsOf(context: IExecuteFunctions, item: number, language: Language): Notification[] {
	const timeZone = context.getTimezone();
	const events = decodeItem(context.getInputData()[item]!.json);
	if (events.length === 0 || events.every(saysNothing)) {
		throw new InputError('The item holds no event to tell of', 'Filter such items out before this node.');
	}
	return events.map((event) => toNotification(event, { language, timeZone }));
}

/** An empty item, as binary files and "Always Output Data" make them. */
const saysNothing = ({ kind, title, summary, fields }: SubscriptionEvent): boolean =>
	kind === 'custom' && title === '' && summary === '' && fields.length === 0;
