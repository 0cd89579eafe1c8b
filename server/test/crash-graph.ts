import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "./random.ts";

/** How Graph behaves towards one request. Milliseconds before and after the moment it accepts, and what goes wrong. */
export type GraphManners = () => {
  before: number;
  after: number;
  fault: "none" | "refused_for_now" | "too_fast" | "page" | "silence";
};

type Fault = ReturnType<GraphManners>["fault"];

/** Draws what goes wrong with one request; `perMille`: how many of a thousand requests each thing befalls. */
export function faultOf(perMille: Partial<Record<Fault, number>>, chaos: Random): Fault {
  let draw = chaos.below(1000);
  for (const [fault, share] of Object.entries(perMille) as [Fault, number][]) {
    if (draw < share) return fault;
    draw -= share;
  }
  return "none";
}

/** Meta on a usual day: a few refusals, and now and then no answer after it took the message. */
export const usualManners = (chaos: Random): ReturnType<GraphManners> => ({
  fault: faultOf({ refused_for_now: 15, too_fast: 10, page: 5, silence: 5 }, chaos),
  before: 1 + chaos.below(10),
  after: 1 + chaos.below(25),
});

/** One message that Graph took. */
export type Accepted = { wamid: string; phoneNumberId: string; to: string; opaque: string; body: string };

export type CrashGraph = {
  url: string;
  /** in the order in which they were taken */
  accepted: Accepted[];
  /** requests whose sender was gone before it could be answered */
  cut: () => number;
  close(): Promise<void>;
};

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const refusal = (code: number): unknown => ({
  error: { code, message: `(#${code}) no`, type: "OAuthException" },
});

/**
 * A Graph that takes its time on both sides of the moment of acceptance, and errs as it is told to. What it accepted stands
 * in its ledger, whoever was told.
 */
export async function startCrashGraph(manners: GraphManners): Promise<CrashGraph> {
  const accepted: Accepted[] = [];
  let cut = 0;
  const take = async (url: string, text: string, response: ServerResponse): Promise<void> => {
    const request = JSON.parse(text) as Record<string, unknown>;
    const { before, after, fault } = manners();
    await later(before);
    if (fault === "refused_for_now") return answer(response, 500, refusal(131000));
    if (fault === "too_fast") return answer(response, 429, refusal(130429));
    if (fault === "page")
      return void response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
    const interactive = request["interactive"] as { body: { text: string } } | undefined;
    const taken: Accepted = {
      wamid: `wamid.out.${accepted.length}`,
      phoneNumberId: url.split("/")[2] ?? "",
      to: String(request["to"] ?? request["recipient"]),
      opaque: String(request["biz_opaque_callback_data"]),
      body: interactive?.body.text ?? (request["text"] as { body: string }).body,
    };
    accepted.push(taken);
    await later(after);
    if (response.destroyed) cut++;
    if (fault === "silence") return void response.destroy();
    answer(response, 200, {
      messaging_product: "whatsapp",
      contacts: [{ input: taken.to, wa_id: taken.to }],
      messages: [{ id: taken.wamid }],
    });
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      // the templates of the account: it has none
      if (request.method === "GET") return answer(response, 200, { data: [] });
      void take(request.url ?? "", Buffer.concat(parts).toString(), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    cut: () => cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
