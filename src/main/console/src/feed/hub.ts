// The connection to the hub: opened once, kept for as long as the page is open.

import { HttpTransportType, HubConnectionBuilder, type HubConnection, LogLevel } from '@microsoft/signalr';
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Access } from './access';

/** `refused`: the server wants another token than this page has. */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'refused';

/** What the feed needs of a hub; tests give it one of their own. */
export interface Hub {
  invoke(method: string, ...args: readonly unknown[]): Promise<unknown>;
  on(method: string, handler: (argument: unknown) => void): void;
  /** Called after every connection and reconnection: the server then knows nothing of the one before. */
  onConnected(handler: () => void): void;
  /** Called when a connection is lost. */
  onLost(handler: () => void): void;
}

const RETRY_MS = [0, 500, 1_000, 2_000, 5_000];
const retryDelay = (attempt: number): number => RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 5_000;

export class SignalRHub implements Hub {
  private readonly connected: Array<() => void> = [];
  private readonly lost: Array<() => void> = [];
  private readonly status = signal<ConnectionState>('connecting');

  private constructor(
    private readonly connection: HubConnection,
    private readonly access: Access,
  ) {
    connection.onreconnecting((error) => {
      this.onGone();
      if (isRefusal(error)) this.access.onRefused();
    });
    connection.onreconnected(() => this.announce());
    // The server ended it for good (or refused to reconnect): begin again from the start.
    connection.onclose(() => {
      this.onGone();
      void this.open(1);
    });
  }

  static create(url: string, access: Access): SignalRHub {
    const connection = new HubConnectionBuilder()
      .withUrl(url, { transport: HttpTransportType.WebSockets, accessTokenFactory: () => access.current() })
      .withAutomaticReconnect({
        nextRetryDelayInMilliseconds: ({ previousRetryCount, retryReason }) =>
          isRefusal(retryReason) ? null : retryDelay(previousRetryCount),
      })
      .configureLogging(LogLevel.Warning)
      .build();
    return new SignalRHub(connection, access);
  }

  get state(): ReadonlySignal<ConnectionState> {
    return this.status;
  }

  invoke(method: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.connection.invoke(method, ...args);
  }

  on(method: string, handler: (argument: unknown) => void): void {
    this.connection.on(method, handler);
  }

  onConnected(handler: () => void): void {
    this.connected.push(handler);
  }

  onLost(handler: () => void): void {
    this.lost.push(handler);
  }

  start(): void {
    void this.open(0);
  }

  /** The library reconnects by itself, but only what was connected once. */
  private async open(attempt: number): Promise<void> {
    if (this.status.peek() !== 'refused') this.status.value = attempt === 0 ? 'connecting' : 'reconnecting';
    await pause(retryDelay(attempt));
    try {
      await this.connection.start();
    } catch (error) {
      if (!isRefusal(error)) return this.open(attempt + 1);
      this.status.value = 'refused';
      this.access.onRefused();
      // Somebody has to give another token: asking with the same one again would change nothing.
      const unsubscribe = this.access.refused.subscribe((refused) => {
        if (refused) return;
        queueMicrotask(() => unsubscribe());
        void this.open(0);
      });
      return;
    }
    this.announce();
  }

  private onGone(): void {
    if (this.status.peek() === 'connected') for (const handler of this.lost) handler();
    this.status.value = 'reconnecting';
  }

  private announce(): void {
    this.status.value = 'connected';
    for (const handler of this.connected) handler();
  }
}

/** The library tells the status of a refused negotiation only in its words. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Status code '401'");
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
