/**
 * A server of EventStoreDB's gRPC contract in this process, on the stubs that the client ships: enough of it for the
 * driver, its contract suite and its faults. Restarting keeps the log and the port, as a real restart does.
 */
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb';
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
} from '@grpc/grpc-js';
import { append, batchAppend } from './appends.fixture';
import { type Faults, noFaults } from './faults.fixture';
import { TestLog } from './log.fixture';
import { read, type ReadCall } from './reads.fixture';

const HOST = '127.0.0.1';
const MAX_APPEND_BYTES = 1_048_576;

export interface TestServerOptions {
  /** Shared by the members of a cluster. */
  readonly log?: TestLog;
  readonly version?: string;
  /** Default: any free one. */
  readonly port?: number;
}

export class TestEventStoreDb {
  readonly log: TestLog;
  readonly faults: Faults = noFaults();
  /** How often each call was made. */
  readonly calls = new Map<string, number>();
  port = 0;
  private server: Server | undefined;

  private constructor(private readonly options: TestServerOptions) {
    this.log = options.log ?? new TestLog();
    this.port = options.port ?? 0;
  }

  static async start(options: TestServerOptions = {}): Promise<TestEventStoreDb> {
    const server = new TestEventStoreDb(options);
    await server.open();
    return server;
  }

  get connectionString(): string {
    return `esdb://${HOST}:${this.port}?tls=false`;
  }

  async open(): Promise<void> {
    const server = new Server();
    server.addService(ServerFeaturesService, { getSupportedMethods: this.counted('features', this.features) });
    server.addService(GossipService, { read: this.counted('gossip', this.gossip) });
    const { log, faults } = this;
    const rules = { log, faults, maxAppendBytes: MAX_APPEND_BYTES };
    type Batch = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
    type Classic = ServerReadableStream<AppendReq, AppendResp>;
    server.addService(StreamsService, {
      read: this.counted('read', (call: ReadCall) => read(rules, call)),
      batchAppend: this.counted('batchAppend', (call: Batch) => batchAppend(rules, call)),
      append: this.counted('append', (call: Classic, reply: sendUnaryData<AppendResp>) => append(rules, call, reply)),
      delete: unimplemented,
      tombstone: unimplemented,
    });
    this.port = await new Promise<number>((resolve, reject) => {
      const address = `${HOST}:${this.port}`;
      server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    this.server = server;
  }

  /** At once, whoever is connected: as if it were killed. */
  stop(): void {
    this.server?.forceShutdown();
    this.server = undefined;
  }

  private counted<A extends unknown[]>(name: string, handle: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
      handle(...args);
    };
  }

  /** Paths in lower case and without their dots' meaning: the client compares them so (`ServerFeatures.js`). */
  private readonly features = (_call: unknown, reply: sendUnaryData<SupportedMethods>): void => {
    if (this.faults.silent) return;
    const methods = ['append', 'batchappend', 'read'].map((name) =>
      new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
    );
    const { version = '23.10.1.0' } = this.options;
    reply(null, new SupportedMethods().setMethodsList(methods).setEventStoreServerVersion(version));
  };

  private readonly gossip = (_call: unknown, reply: sendUnaryData<ClusterInfo>): void => {
    if (this.faults.silent) return;
    const { leader } = this.faults;
    const members = [member(this.port, leader === undefined)];
    if (leader) members.push(member(leader.port, true));
    reply(null, new ClusterInfo().setMembersList(members));
  };
}

function member(port: number, isLeader: boolean): MemberInfo {
  const state = isLeader ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER;
  const endPoint = new EndPoint().setAddress(HOST).setPort(port);
  const info = new MemberInfo().setInstanceId(new UUID().setString(crypto.randomUUID())).setIsAlive(true);
  return info.setState(state).setHttpEndPoint(endPoint).setTimeStamp('0');
}

function unimplemented(): void {
  throw new Error('not in the test server');
}
