// What the tests share: a client of the hub that they were given, and waiting for what it hears.
import { HubConnectionBuilder, JsonHubProtocol, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const protocols = { json: JsonHubProtocol, messagepack: MessagePackHubProtocol };

/** @param {(builder: HubConnectionBuilder) => HubConnectionBuilder} [options] */
export function build(options = (builder) => builder) {
  const builder = new HubConnectionBuilder()
    .withUrl(process.env.HUB_URL)
    .withHubProtocol(new protocols[process.env.PROTOCOL]())
    .configureLogging(LogLevel.None);
  return options(builder).build();
}

/** A connected client that is stopped when the test has ended. */
export async function connect(t, options) {
  const connection = build(options);
  t.after(() => connection.stop());
  await connection.start();
  return connection;
}

/** The first argument of the next call of a callback, given what registers one. */
export function next(register) {
  return new Promise((resolve) => register((argument) => resolve(argument)));
}
