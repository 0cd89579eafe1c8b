import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { createCompany, type Company } from "../src/demo/company.ts";
import { createAuth, type Auth } from "../src/modules/agents/index.ts";
import { channelCache, laneLoop, laneOf } from "../src/modules/channels/index.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import { factHandler, realtime, timerLoop, type Realtime } from "../src/modules/conversations/index.ts";
import { ticketDesk, ticketNews } from "../src/modules/tickets/index.ts";
import type { Db, openDatabase } from "../src/platform/database.ts";
import type { Logger } from "../src/platform/logger.ts";
import { buildWeb, type WebOptions } from "../src/web.ts";
import { START, testWorld, type TestWorld } from "./harness.ts";

type Row = Record<string, unknown>;
export type Reply = {
  status: number;
  body: Row & { code?: string; fields?: { path: string; code: string; message: string }[] };
  headers: Record<string, unknown>;
};
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Desk = {
  world: TestWorld;
  app: FastifyInstance;
  auth: Auth;
  hub: Realtime;
  ours: Company;
  theirs: Company;
  cookie(company: Company, name: string): Promise<string>;
  call(cookie: string, method: Method, url: string, payload?: object): Promise<Reply>;
  /** a customer writes (text, or a message of Meta's without its envelope), and the lanes handle it; answers the conversation's id */
  write(company: Company, waId: string, content: string | Row, at?: number): Promise<string>;
  /** Meta tells something of a field (wire facts, section 3.1), and the lanes handle it */
  hear(company: Company, field: string, value: Row): Promise<void>;
  /** business time moves on; what is due then is done */
  later(ms: number): Promise<void>;
  /** everything written so far is told to the sockets */
  tell(): Promise<void>;
  close(): Promise<void>;
};

const TELL_MOST_MS = 30_000;
const LOOK_MS = 15;

/**
 * Waits until no open transaction hides an event. The horizon is one for the whole cluster, which other test files share: one
 * that is just copying its database holds it back, for as long as that takes.
 */
export async function untilTellable(db: Db): Promise<void> {
  const deadline = performance.now() + TELL_MOST_MS;
  for (;;) {
    const { rows } = await sql<{ hidden: boolean }>`
      SELECT EXISTS (SELECT FROM event WHERE txid >= pg_snapshot_xmin(pg_current_snapshot())) AS hidden`.execute(
      db,
    );
    if (!rows[0]?.hidden) return;
    if (performance.now() > deadline) throw new Error(`events are still hidden after ${TELL_MOST_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** What nobody may be told of a number. */
export const CHANNEL_SECRETS = ["token-123456", "secret-1234", "verify-1234"] as const;
export const channel = (id: string) => ({
  phoneNumberId: id,
  wabaId: "300100200300400",
  displayPhone: "5511900000001",
  graphBaseUrl: "http://graph.test",
  accessToken: CHANNEL_SECRETS[0],
  appSecret: CHANNEL_SECRETS[1],
  verifyToken: CHANNEL_SECRETS[2],
});

export type DeskOptions = {
  withBot?: boolean;
  /** see testWorld */
  open?: typeof openDatabase;
  log?: Logger;
  /** how Graph is reached for new numbers */
  graph?: WebOptions["graph"];
};

/** Two companies, a web node without its tail running (tests drain it), and lanes to bring messages in. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const world = await testWorld(options.open);
  if (options.log) world.deps.log = options.log;
  const phones = new Map<string, string>();
  const company = async (phoneNumberId: string): Promise<Company> => {
    const made = await createCompany(world.deps, {
      demo: true,
      withBot: options.withBot ?? false,
      channel: channel(phoneNumberId),
    });
    phones.set(made.channelId, phoneNumberId);
    return made;
  };
  const ours = await company("400500600700800");
  const theirs = await company("400500600700900");
  const auth: Auth = createAuth(world.deps, { databaseUrl: world.url, secret: "x".repeat(44) });
  const hub = realtime(world.deps, ticketNews);
  const app = await buildWeb(world.deps, {
    auth,
    channels: channelCache(world.deps.system, world.deps.sealer),
    hub,
    webDist: null,
    phoneUrl: null,
    // numbers of a test are kept at a stand-in on this machine, which the way out of production would not call
    graph: options.graph ?? { baseUrl: "http://graph.test", fetch: (url, init) => fetch(url, init) },
  });
  const lanes = laneLoop(world.deps, {
    db: world.deps.system,
    handle: factHandler(world.deps, ticketDesk(world.deps)),
  });
  const timers = timerLoop(world.deps);
  const cookies = new Map<string, string>();
  let serial = 0;
  const hear: Desk["hear"] = async (of, field, content) => {
    const phoneNumberId = phones.get(of.channelId) ?? "";
    const value = {
      messaging_product: "whatsapp",
      metadata: { phone_number_id: phoneNumberId },
      ...content,
    };
    const entry = [{ id: "300100200300400", changes: [{ field, value }] }];
    const body = Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
    const target = { accountId: of.accountId, id: of.channelId, lane: laneOf(of.channelId), phoneNumberId };
    await insertDeliveries(world.deps.system, [
      deliveryOf(target, new Map([[phoneNumberId, target]]), body, world.clock.now()),
    ]);
    await lanes.drain();
  };
  return {
    world,
    app,
    auth,
    hub,
    ours,
    theirs,
    async cookie(of, name) {
      const agentId = of.agents[name] ?? "";
      const known = cookies.get(agentId);
      if (known) return known;
      const answer = await app.inject({ method: "POST", url: "/api/demo/sign-in", payload: { agentId } });
      const cookie = String(answer.headers["set-cookie"]).split(";")[0] ?? "";
      cookies.set(agentId, cookie);
      return cookie;
    },
    async call(cookie, method, url, payload) {
      const answer = await app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
      return {
        status: answer.statusCode,
        body: answer.body === "" ? {} : answer.json(),
        headers: answer.headers,
      };
    },
    async write(of, waId, content, at = world.clock.now()) {
      const message = {
        from: waId,
        id: `wamid.${of.accountId}.${++serial}`,
        timestamp: String(Math.floor(at / 1000)),
        ...(typeof content === "string" ? { type: "text", text: { body: content } } : content),
      };
      await hear(of, "messages", { messages: [message] });
      const { rows } = await sql<{ id: string }>`
        SELECT v.id FROM conversation v JOIN message m ON m.account_id = v.account_id AND m.conversation_id = v.id
        WHERE v.account_id = ${of.accountId} AND m.wamid = ${message.id}`.execute(world.deps.system);
      return rows[0]?.id ?? "";
    },
    hear,
    async later(ms) {
      world.clock.advance(ms);
      await timers.drain();
      await lanes.drain();
    },
    async tell() {
      await untilTellable(world.deps.system);
      await hub.drain();
    },
    async close() {
      await app.close();
      await hub.stop();
      await auth.stop();
      await world.close();
    },
  };
}

export { START };
