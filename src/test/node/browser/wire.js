// A wire that can be cut: forwards TCP connections to a port of this machine.
import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Wire {
  #sockets = new Set();
  #isCut = false;
  #server;

  static async to(port) {
    const wire = new Wire();
    wire.#server = createServer((client) => wire.#forward(client, port));
    wire.#server.listen(0, "127.0.0.1");
    await once(wire.#server, "listening");
    return wire;
  }

  get port() {
    return this.#server.address().port;
  }

  /** Resets every connection, and every new one until it is mended. */
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.#server.close();
  }

  #forward(client, port) {
    if (this.#isCut) return client.resetAndDestroy();
    const server = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => this.#sockets.delete(from));
      from.pipe(to);
    }
  }
}
