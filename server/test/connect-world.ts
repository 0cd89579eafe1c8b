import type { ChannelView } from "@balcao/api";
import { createSimulator, DEFAULT_NUMBER, type Simulator } from "@balcao/simulator";
import type { sql } from "kysely";
import { createCompany, type Company } from "../src/demo/company.ts";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache, checkLoop, examine, laneLoop, senderLoop } from "../src/modules/channels/index.ts";
import { factHandler, realtime, sendCheck, strayStatuses } from "../src/modules/conversations/index.ts";
import { ticketDesk, ticketNews } from "../src/modules/tickets/index.ts";
import type { SignupApp } from "../src/platform/config.ts";
import type { Deps } from "../src/platform/deps.ts";
import { buildWeb } from "../src/web.ts";
import { freePort } from "./free-port.ts";
import { testWorld } from "./harness.ts";

type Row = Record<string, unknown>;
export type Answer<T = ChannelView> = { status: number; body: T & { code?: string; data?: Row } };

/** An account without a number, the stand-in for Meta with one, and both calling each other. */
export type ConnectWorld = {
  deps: Deps;
  sim: Simulator;
  company: Company;
  call<T = ChannelView>(method: string, path: string, body?: object, who?: string): Promise<Answer<T>>;
  /** the same of any route */
  ask<T = ChannelView>(method: string, path: string, body?: object, who?: string): Promise<Answer<T>>;
  /** what administrators give of the simulated number, with some of it changed */
  access(changes?: Row): Row;
  /** the number connected, before its webhook is on */
  connect(changes?: Row): Promise<ChannelView>;
  /** what Meta says now is heard, and what waits goes out */
  settle(): Promise<void>;
  /** what a worker does by itself once `ms` are past */
  later(ms: number): Promise<void>;
  /** what `npm run doctor` prints, and its exit code */
  doctor(): Promise<{ text: string; code: number }>;
  row(query: ReturnType<typeof sql<Row>>): Promise<Row | undefined>;
  close(): Promise<void>;
};

/** `signup`: as on an installation that has an app of its own for signing in to Facebook. */
export async function connectWorld({
  signup = null,
}: { signup?: SignupApp | null } = {}): Promise<ConnectWorld> {
  const world = await testWorld();
  const port = await freePort();
  const sim = createSimulator({
    port: 0,
    clock: "manual",
    startAt: world.clock.now(),
    numbers: [{ phoneNumberId: DEFAULT_NUMBER.phoneNumberId, webhookUrl: null, subscribed: false }],
  });
  await sim.start();
  sim.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  const url = `http://127.0.0.1:${port}`;
  const deps: Deps = { ...world.deps, clock: { now: () => sim.now() }, baseUrl: url };
  const { phoneNumberId, wabaId, appId, appSecret, accessToken } = DEFAULT_NUMBER;
  const company = await createCompany(deps, {
    demo: true,
    withBot: false,
    channel: null,
  });
  const channels = channelCache(deps.system, deps.sealer);
  const fetching = (address: string, init: RequestInit): Promise<Response> => fetch(address, init);
  const auth = createAuth(deps, { databaseUrl: world.url, secret: "x".repeat(44) });
  const app = await buildWeb(deps, {
    auth,
    channels,
    hub: realtime(deps, ticketNews),
    webDist: null,
    phoneUrl: null,
    graph: { baseUrl: sim.url, fetch: fetching },
    signup,
  });
  await app.listen({ host: "127.0.0.1", port });
  const lanes = laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) });
  const sender = senderLoop(deps, { channels, check: sendCheck, fetch: fetching });
  const checks = checkLoop(deps, { channels, fetch: fetching, statusesOf: strayStatuses });
  const cookieOf = async (name: string): Promise<string> => {
    const payload = { agentId: company.agents[name] ?? "" };
    const answer = await app.inject({ method: "POST", url: "/api/demo/sign-in", payload });
    return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
  };
  const made: ConnectWorld = {
    deps,
    sim,
    company,
    call: (method, path, body, who) => made.ask(method, `/api/channels${path}`, body, who),
    async ask<T>(method: string, path: string, body?: object, who = "Helena") {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          cookie: await cookieOf(who),
          "x-locale": "en",
          ...(body ? { "content-type": "application/json" } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Answer<T>["body"] };
    },
    access: (changes = {}) => ({ appId, appSecret, accessToken, ...changes }),
    async connect(changes = {}) {
      const body = { ...made.access(), wabaId, phoneNumberId, name: "Loja", ...changes };
      const { body: view } = await made.call("POST", "", body);
      return view;
    },
    async settle() {
      for (let round = 0; round < 3; round++) {
        sim.advance(5000);
        await sim.drain();
        await lanes.drain();
        await sender.drain();
      }
    },
    async later(ms) {
      sim.advance(ms);
      await checks.drain();
    },
    doctor: () => examine(deps, { channels, fetch: fetching, statusesOf: strayStatuses }, "en"),
    row: async (query) => (await query.execute(deps.system)).rows[0],
    async close() {
      await app.close();
      await auth.stop();
      await sim.stop();
      await world.close();
    },
  };
  return made;
}

/** States and findings that are not as they should be, by check. */
export const troubles = ({ parts }: Pick<ChannelView, "parts">): Record<string, string> =>
  Object.fromEntries(
    parts.flatMap(({ checks }) => checks.flatMap(({ id, state }) => (state === "ok" ? [] : [[id, state]]))),
  );
