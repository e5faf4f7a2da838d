import type { Listener } from '../inbound/taking';
import type { ConnectionState, Dependencies } from './liveConnection';
import { SharedConnection, type JoinOptions, type Membership } from './sharedConnection';
import type { Protocol } from './types';

export { ConnectionFailure, type JoinOptions, type Membership } from './sharedConnection';

/**
 * The long connections of this process: one for each app, whoever listens to it. With two, the platform would give each
 * event to only one of them, chosen at random.
 */
export class Connections {
	private readonly shared = new Map<string, SharedConnection>();
	/** What is still being closed: nobody connects before. */
	private readonly closing = new Map<string, Promise<void>>();

	constructor(private readonly dependencies: Dependencies) {}

	/**
	 * Listens to an app. Resolves when it is connected, at once if it is already; rejects with a {@link ConnectionFailure} if
	 * the attempt fails. Events may come before it resolves.
	 */
	async join(protocol: Protocol, listener: Listener, options: JoinOptions): Promise<Membership> {
		return await (this.shared.get(protocol.key) ?? this.connect(protocol)).join(listener, options);
	}

	/** Undefined: nobody listens to it. */
	state(key: string): ConnectionState | undefined {
		return this.shared.get(key)?.state;
	}

	private connect(protocol: Protocol): SharedConnection {
		const { key } = protocol;
		const connection: SharedConnection = new SharedConnection(
			protocol,
			this.dependencies,
			{ opened: () => this.unite(connection), closed: (end) => this.forget(key, end) },
			this.closing.get(key),
		);
		this.shared.set(key, connection);
		return connection;
	}

	/** The secret in a credential was changed, and some still listen with the old one: all go over to the one that has just proved good. */
	private unite(connection: SharedConnection): void {
		for (const other of [...this.shared.values()]) {
			if (other !== connection && other.protocol.app === connection.protocol.app) other.handOver(connection);
		}
	}

	private forget(key: string, end: Promise<void>): void {
		this.shared.delete(key);
		this.closing.set(key, end);
		void end.finally(() => {
			if (this.closing.get(key) === end) this.closing.delete(key);
		});
	}
}
