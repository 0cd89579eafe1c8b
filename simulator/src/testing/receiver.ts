import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { headers: IncomingHttpHeaders; bytes: Buffer; json: Envelope };

export type Envelope = {
  object: string;
  entry: { id: string; changes: { field: string; value: WireValue }[] }[];
};

type WireItem = Record<string, unknown> & { id: string };

export type WireValue = {
  metadata: { phone_number_id: string };
  contacts?: Record<string, unknown>[];
  messages?: WireItem[];
  statuses?: (WireItem & { status: string; errors?: { code: number }[] })[];
} & Record<string, unknown>;

/** A webhook endpoint for tests: keeps every POST and answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  /** Statuses to answer with, first come first; afterwards 200. */
  answers: number[] = [];
  verifyToken = "simulated-verify-token";
  #server: Server | null = null;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      if (request.method === "GET") {
        const query = new URL(request.url ?? "/", "http://x").searchParams;
        const right = query.get("hub.verify_token") === this.verifyToken;
        response
          .writeHead(right ? 200 : 403, { "Content-Type": "text/plain" })
          .end(right ? query.get("hub.challenge") : "");
        return;
      }
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const bytes = Buffer.concat(chunks);
        this.received.push({
          headers: request.headers,
          bytes,
          json: JSON.parse(bytes.toString()) as Envelope,
        });
        response.writeHead(this.answers.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    if (!this.#server) throw new Error("The receiver is not started.");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhook`;
  }

  /** All `messages` values in the order received. */
  values(): WireValue[] {
    return this.received.flatMap(({ json }) =>
      json.entry.flatMap((entry) => entry.changes.map((change) => change.value)),
    );
  }

  statuses(): NonNullable<WireValue["statuses"]> {
    return this.values().flatMap((value) => value.statuses ?? []);
  }

  messages(): WireItem[] {
    return this.values().flatMap((value) => value.messages ?? []);
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()) ?? resolve());
  }
}
