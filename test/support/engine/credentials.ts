import {
	ICredentialsHelper,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
}

/**
 * Runs the package's credential classes as n8n does: defaults of the class's properties are filled in,
 * expressions are resolved per item, `preAuthentication` and `authenticate` are the class's own, and what
 * `preAuthentication` returns is stored. Only encryption and the database are left out.
 */
export class EngineCredentials extends ICredentialsHelper {
	private readonly stored = new Map<string, StoredCredential>();

	constructor(private readonly types: Map<string, ICredentialType>) {
		super();
	}

	add(id: string, credential: StoredCredential): void {
		this.stored.set(id, credential);
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.classOf(type).properties;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		raw?: boolean,
		expressions?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored.get(String(id));
		if (!stored || stored.type !== type) throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
		if (raw) return stored.data;
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored.data as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (!expressions) return withDefaults;
		const { workflow, node, runExecutionData, runIndex, itemIndex, connectionInputData } = expressions;
		return workflow.expression.getParameterValue(
			withDefaults as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
		) as ICredentialDataDecryptedObject;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: { credentials?: Record<string, INodeCredentialsDetails> },
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const credentialType = this.classOf(type);
		const expirable = credentialType.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		);
		if (!credentialType.preAuthentication || !expirable) return undefined;
		if (credentials[expirable.name] !== '' && credentials[expirable.name] !== undefined && !credentialsExpired) return undefined;
		const renewed = (await credentialType.preAuthentication.call(helpers, credentials)) as ICredentialDataDecryptedObject;
		const stored = this.stored.get(String(node.credentials?.[type]?.id));
		if (stored) stored.data = { ...stored.data, ...renewed };
		return { ...credentials, ...renewed };
	}

	async runPreAuthentication(helpers: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject, type: string) {
		return (await this.classOf(type).preAuthentication?.call(helpers, credentials)) as ICredentialDataDecryptedObject | undefined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.classOf(type);
		return typeof authenticate === 'function' ? await authenticate(credentials, requestOptions) : requestOptions;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Nothing in the engine tests reads a credential as a whole');
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	private classOf(type: string): ICredentialType {
		const credentialType = this.types.get(type);
		if (!credentialType) throw new Error(`No credential type "${type}" in this package`);
		return credentialType;
	}
}
