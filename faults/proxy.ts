import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server on this machine that can be cut and held up. */
export type Way = {
  port: number;
  /** resets every connection, as a rebooting router does; answers how many there were */
  cut(): number;
  /** from now on nothing passes on the connections there are, though they stay open; new ones are like before */
  hold(): void;
  close(): Promise<void>;
};

/** Leads to a port of this machine. */
export async function wayTo(port: number): Promise<Way> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of pair) {
      socket.setNoDelay(true);
      // an end that broke says no more than that the other must go too
      socket.on("error", () => undefined);
      socket.on("close", () => {
        pairs.delete(pair);
        for (const either of pair) either.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): number => {
    const { size } = pairs;
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    return size;
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    hold() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
        far.pause();
      }
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
