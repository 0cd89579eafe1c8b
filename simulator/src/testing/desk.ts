import { DEFAULT_NUMBER } from "../options.ts";
import type { SimulatorOptions } from "../options.ts";
import { createSimulator } from "../create-simulator.ts";
import type { Simulator } from "../simulator.ts";
import { Receiver } from "./receiver.ts";

export type GraphAnswer = {
  status: number;
  body: Record<string, unknown> & {
    error?: { code: number; message: string; error_subcode?: number; error_data?: { details: string } };
    messages?: { id: string; message_status?: string }[];
    contacts?: Record<string, string>[];
  };
};

/** A simulator with a standing clock, its webhook receiver and one customer who has just written. */
export type Desk = {
  sim: Simulator;
  receiver: Receiver;
  graph(method: string, path: string, body?: unknown, token?: string | null): Promise<GraphAnswer>;
  send(body: Record<string, unknown>): Promise<GraphAnswer>;
  stop(): Promise<void>;
};

export const MONDAY = Date.UTC(2026, 10, 23, 12, 0, 0);

/** Starts everything; `written` false leaves the window closed. */
export async function openDesk(options: SimulatorOptions = {}, written = true): Promise<Desk> {
  const receiver = new Receiver();
  await receiver.start();
  const sim = createSimulator({
    port: 0,
    clock: "manual",
    startAt: MONDAY,
    seed: 7,
    numbers: [{ phoneNumberId: DEFAULT_NUMBER.phoneNumberId, webhookUrl: receiver.url }],
    ...options,
  });
  await sim.start();
  sim.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  if (written) {
    sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await sim.drain();
    receiver.received.length = 0;
  }
  const graph: Desk["graph"] = async (method, path, body, token = DEFAULT_NUMBER.accessToken) => {
    const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(`${sim.url}/v25.0${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as GraphAnswer["body"] };
  };
  return {
    sim,
    receiver,
    graph,
    send: (body) =>
      graph("POST", `/${DEFAULT_NUMBER.phoneNumberId}/messages`, {
        messaging_product: "whatsapp",
        to: "+5511987654321",
        ...body,
      }),
    async stop() {
      await sim.stop();
      await receiver.stop();
    },
  };
}
