import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A Graph that takes every message at once; the simulator would weigh on the measure. */
export type Graph = { url: string; accepted: string[]; stop(): Promise<void> };

/** `asked` is told the body of each message as soon as it is there. */
export async function startGraph(asked?: (body: string) => void): Promise<Graph> {
  const accepted: string[] = [];
  let serial = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => asked && parts.push(part));
    request.on("end", () => {
      asked?.(Buffer.concat(parts).toString());
      const wamid = `wamid.bench.out.${++serial}`;
      accepted.push(wamid);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ messaging_product: "whatsapp", messages: [{ id: wamid }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
