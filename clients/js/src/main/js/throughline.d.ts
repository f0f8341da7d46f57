// SPDX-License-Identifier: Apache-2.0

/** The subprotocol of the wire protocol's version 1. */
export declare const SUBPROTOCOL: 'throughline.v1.json';

/** What every event and message of a user's log has. */
export interface LogFrame<Type extends string = string, Data = Record<string, unknown>> {
  readonly type: Type;
  readonly id: string;
  /** The place in the log: counts by one within the epoch. */
  readonly seq: number;
  readonly user_id: string;
  readonly thread_id?: string;
  readonly run_id?: string;
  /** When it was sent, in UTC. */
  readonly timestamp: string;
  readonly data: Data;
}

/** An event of a run. */
export interface RunFrame<Type extends string = string, Data = Record<string, unknown>> extends LogFrame<Type, Data> {
  readonly run_id: string;
}

/** What went wrong, as an agent or a tool tells it. */
export interface AgentError {
  readonly code: string;
  readonly message: string;
}

/** The events of runs by their types; each is also the name of a DOM event. */
export interface RunFrames {
  agent_started: RunFrame<'agent_started', { agent_name: string } & Record<string, unknown>>;
  agent_thinking: RunFrame<'agent_thinking', { thought: string }>;
  tool_executing: RunFrame<'tool_executing', {
    tool_name: string;
    tool_call_id: string;
    arguments?: Record<string, unknown>;
  }>;
  tool_completed: RunFrame<'tool_completed', {
    tool_name: string;
    tool_call_id: string;
    status: 'ok' | 'error';
    result?: unknown;
    error?: AgentError | string;
    duration_ms?: number;
  }>;
  message_delta: RunFrame<'message_delta', { message_id: string; delta: string }>;
  message_completed: RunFrame<'message_completed', { message_id: string; text: string }>;
  agent_completed: RunFrame<'agent_completed', { result: unknown }>;
  agent_failed: RunFrame<'agent_failed', { error: AgentError }>;
  agent_cancelled: RunFrame<'agent_cancelled', { reason: string }>;
}

/** Any event of the log: one of the known types, or one that the application made up. */
export type ThroughlineFrame = RunFrames[keyof RunFrames] | LogFrame;

/** A message to this connection alone, which has no place in the log; or, with `seq`, one to all of the user's. */
export type MessageFrame = LogFrame<'message'> | (Omit<LogFrame<'message'>, 'seq'> & { readonly seq?: undefined });

/**
 * Events that will never come. `from` and `to` are the first and the last of them; with `epoch_changed` and
 * `unknown_cursor` nobody knows which they are. `missing` is this client's own: the server left events out and said
 * nothing.
 */
export interface GapFrame {
  readonly type: 'gap';
  readonly from?: number;
  readonly to?: number;
  readonly reason: 'evicted' | 'epoch_changed' | 'unknown_cursor' | 'missing' | (string & {});
  /** Whether events that say how a run or a tool call began or ended may be among them. */
  readonly lifecycle_lost: boolean;
}

/** The server's greeting. */
export interface HelloFrame {
  readonly type: 'hello';
  readonly protocol: 'throughline.v1';
  readonly connection_id: string;
  readonly epoch: string;
  /** The newest event at the moment of the greeting. */
  readonly seq: number;
  readonly resumed: boolean;
  /** The first event that follows. */
  readonly next?: number;
  readonly heartbeat_ms: number;
  readonly auth_expires_in_ms?: number;
}

/**
 * What the server could not do with a message of this client, named by `in_reply_to`; or this client's own
 * `unreadable_frame` and `token_failed`.
 */
export interface ErrorFrame {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  readonly in_reply_to?: string;
}

/** How it stands with the connection. */
export interface ConnectionState {
  /**
   * - `connecting`: a token is fetched, the socket opened, the greeting awaited
   * - `live`: greeted
   * - `draining`: live, and the server will close when it has said all
   * - `reconnecting`: lost; the next attempt is at `retryAt`
   * - `refused`: trying again by itself would not help; connect() tries again
   * - `offline`: never connected, closed by close(), or ended by the server with 1000
   */
  readonly name: 'connecting' | 'live' | 'draining' | 'reconnecting' | 'refused' | 'offline';
  /**
   * Why: `first`, `again`; `greeted`; `restart`; `lost`, `unreachable`, `no_answer`, `silent`, `going_away`, `overloaded`,
   * `too_many`, `too_big`, `no_token`, `unauthenticated`; `policy`, `forbidden`, `protocol`, `unsupported`;
   * `not_started`, `stopped`, `closed`. More may be added.
   */
  readonly reason: string;
  /** What the server said when it closed, or why a refusal happened; often empty. */
  readonly text: string;
  /** As of Date.now(); null where no attempt is planned. */
  readonly retryAt: number | null;
}

/** The part of WebSocket that is used; browsers' own, Node's and that of the package ws have it. */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}

export interface ThroughlineOptions {
  /**
   * Gives the token that is sent as the first frame of each connection, and again before it expires; never put into the
   * URL. Without it, whatever the browser sends by itself (cookies) has to do.
   */
  token?: () => string | Promise<string>;
  /** Opens sockets: the global one unless given; Node 20 has none. */
  WebSocket?: new (url: string, protocol: string) => WebSocketLike;
  /** Where to begin: `open` (unless given), `earliest`, `live`, or a `cursor` that was kept. */
  cursor?: 'open' | 'earliest' | 'live' | (string & {});
  /** Whether events count as handled once their listeners have run, or when ack(seq) says so. */
  ack?: 'auto' | 'manual';
  /** The bounds of the wait before reconnecting, in milliseconds: 500 and 20,000 unless given. */
  backoff?: { min?: number; max?: number };
  /** Where the tab's id is kept over a reload: sessionStorage unless given, null for nowhere. */
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** This client's own id, stable over its reconnects; unless given it is random and kept in `storage`. */
  clientId?: string;
  /** What stands in for the clock and for chance in tests. */
  setTimeout?: (action: () => void, ms: number) => any;
  clearTimeout?: (timer: any) => void;
  now?: () => number;
  random?: () => number;
}

/** The DOM events of a client by their names. */
export interface ThroughlineEventMap {
  /** How it stands with the connection has changed. */
  state: CustomEvent<ConnectionState>;
  hello: CustomEvent<HelloFrame>;
  /** Any event of the log, in order, each once; an event named like its type follows. */
  event: CustomEvent<ThroughlineFrame>;
  message: CustomEvent<MessageFrame>;
  /** Events are missing: reload what you show. */
  gap: CustomEvent<GapFrame>;
  error: CustomEvent<ErrorFrame>;
  agent_started: CustomEvent<RunFrames['agent_started']>;
  agent_thinking: CustomEvent<RunFrames['agent_thinking']>;
  tool_executing: CustomEvent<RunFrames['tool_executing']>;
  tool_completed: CustomEvent<RunFrames['tool_completed']>;
  message_delta: CustomEvent<RunFrames['message_delta']>;
  message_completed: CustomEvent<RunFrames['message_completed']>;
  agent_completed: CustomEvent<RunFrames['agent_completed']>;
  agent_failed: CustomEvent<RunFrames['agent_failed']>;
  agent_cancelled: CustomEvent<RunFrames['agent_cancelled']>;
}

/** Thrown by the events of a run when its end may be among events that were lost. */
export declare class RunGapError extends Error {
  constructor(gap: GapFrame);
  readonly gap: GapFrame;
}

/** A connection to a user's log that keeps itself alive, resumes where it was, and tells what is missing. */
export declare class ThroughlineClient extends EventTarget {
  /**
   * Does not connect yet.
   *
   * @param url of the socket, such as `/ws` on a page, or `wss://example.org/ws`
   * @throws {TypeError | RangeError} if an option is wrong, or there is no WebSocket
   * @throws {SyntaxError | TypeError} if the URL is none
   */
  constructor(url: string | URL, options?: ThroughlineOptions);

  readonly state: ConnectionState;
  /** This client's id; null before the first connect() unless it was given. */
  readonly clientId: string | null;
  /** Where in the log this client is, `<epoch>:<seq>`, to begin with another time; null as long as that is not known. */
  readonly cursor: string | null;

  /** Connects now, whatever it waits for; does nothing when it is connected or connecting. */
  connect(): void;
  /** Acknowledges what was handled, and ends the connection until connect(). */
  close(): void;
  /**
   * Sends a message to the application.
   *
   * @param id comes back as `in_reply_to` of an error
   * @returns false when there is no connection to send it on: nothing is kept to be sent later
   */
  send(type: string, data?: Record<string, unknown>, options?: { id?: string }): boolean;
  /**
   * Says that everything up to an event was handled; to be used with `ack: 'manual'`.
   *
   * @returns false when that is nothing new, or beyond what was received
   */
  ack(seq: number): boolean;
  /**
   * The events of a run from now on, ending after its terminal one, or when the client goes offline.
   *
   * A gap in which only progress was lost is among them.
   *
   * @throws {RunGapError} from its iteration, if the run's end may be lost
   */
  run(runId: string): AsyncGenerator<ThroughlineFrame | GapFrame, void, undefined>;

  addEventListener<K extends keyof ThroughlineEventMap>(
    type: K,
    listener: ((event: ThroughlineEventMap[K]) => void) | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: ((event: CustomEvent<LogFrame>) => void) | EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof ThroughlineEventMap>(
    type: K,
    listener: ((event: ThroughlineEventMap[K]) => void) | null,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: ((event: CustomEvent<LogFrame>) => void) | EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}
