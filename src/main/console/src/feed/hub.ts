// The connection to the hub: opened once, kept for as long as the page is open.

import { HttpTransportType, HubConnectionBuilder, type HubConnection, LogLevel } from '@microsoft/signalr';
import { type ReadonlySignal, signal } from '@preact/signals';

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting';

/** What the feed needs of a hub; tests give it one of their own. */
export interface Hub {
  invoke(method: string, ...args: readonly unknown[]): Promise<unknown>;
  on(method: string, handler: (argument: unknown) => void): void;
  /** Called after every connection and reconnection: the server then knows nothing of the one before. */
  onConnected(handler: () => void): void;
}

const RETRY_MS = [0, 500, 1_000, 2_000, 5_000];
const retryDelay = (attempt: number): number => RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 5_000;

export class SignalRHub implements Hub {
  private readonly connected: Array<() => void> = [];
  private readonly status = signal<ConnectionState>('connecting');

  private constructor(private readonly connection: HubConnection) {
    connection.onreconnecting(() => {
      this.status.value = 'reconnecting';
    });
    connection.onreconnected(() => this.announce());
    // The server ended it for good (or refused to reconnect): begin again from the start.
    connection.onclose(() => void this.open(1));
  }

  static create(url: string): SignalRHub {
    const connection = new HubConnectionBuilder()
      .withUrl(url, { transport: HttpTransportType.WebSockets })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (retry) => retryDelay(retry.previousRetryCount) })
      .configureLogging(LogLevel.Warning)
      .build();
    return new SignalRHub(connection);
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

  start(): void {
    void this.open(0);
  }

  /** The library reconnects by itself, but only what was connected once. */
  private async open(attempt: number): Promise<void> {
    this.status.value = attempt === 0 ? 'connecting' : 'reconnecting';
    await pause(retryDelay(attempt));
    try {
      await this.connection.start();
    } catch {
      return this.open(attempt + 1);
    }
    this.announce();
  }

  private announce(): void {
    this.status.value = 'connected';
    for (const handler of this.connected) handler();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
