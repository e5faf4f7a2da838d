import type { INodePropertyOptions } from 'n8n-workflow';

/** What has become of something. */
export const statusOptions: INodePropertyOptions[] = [
	{ name: 'Approved', value: 'approved' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Firing', value: 'firing' },
	{ name: 'Info', value: 'info' },
	{ name: 'Pending', value: 'pending' },
	{ name: 'Rejected', value: 'rejected' },
	{ name: 'Resolved', value: 'resolved' },
];

/** How bad it is. */
export const severityOptions: INodePropertyOptions[] = [
	{ name: 'Critical', value: 'critical' },
	{ name: 'Info', value: 'info' },
	{ name: 'Warning', value: 'warning' },
];
