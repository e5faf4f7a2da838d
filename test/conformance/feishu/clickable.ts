/** A card with a button, and a form with a field and a button of its own. */
export const clickable = (text: string): string =>
	JSON.stringify({
		schema: '2.0',
		config: { update_multi: true },
		body: {
			elements: [
				{ tag: 'markdown', content: text },
				{ tag: 'button', text: plain('Approve'), behaviors: [{ type: 'callback', value: { decision: 'approve' } }] },
				{
					tag: 'form',
					name: 'refusal',
					elements: [
						{ tag: 'input', name: 'reason', placeholder: plain('Reason') },
						{ tag: 'button', name: 'refuse', text: plain('Refuse'), form_action_type: 'submit', behaviors: [{ type: 'callback', value: { decision: 'refuse' } }] },
					],
				},
			],
		},
	});

const plain = (content: string) => ({ tag: 'plain_text', content });
