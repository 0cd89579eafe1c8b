import { encodeLikeMeta, type GraphFetch } from "@balcao/whatsapp";
import { sql } from "kysely";
import { createCompany, type Company } from "../src/demo/company.ts";
import { addChannel, channelCache, laneLoop, laneOf, senderLoop } from "../src/modules/channels/index.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import type { SenderOptions } from "../src/modules/channels/sender.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { factHandler, sendCheck, timerLoop } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import type { Loop } from "../src/platform/module.ts";
import { START, testWorld, type TestWorld } from "./harness.ts";

export { START } from "./harness.ts";
export const HOUR = 3_600_000;
export const NUMBER = "400500600700800";
export type Row = Record<string, unknown>;
export type Person = { waId?: string; bsuid?: string; name?: string };
export const lia: Person = { waId: "5511987654321", bsuid: "BR.7001" };

let serial = 0;
const senderFields = (person: Person): Row => ({
  ...(person.waId ? { from: person.waId } : {}),
  ...(person.bsuid ? { from_user_id: person.bsuid } : {}),
});

/** A text message as Meta writes it. */
export const message = (person: Person, text: string, at = START, wamid = `wamid.${++serial}`): Row => ({
  id: wamid,
  timestamp: String(Math.floor(at / 1000)),
  type: "text",
  text: { body: text },
  ...senderFields(person),
});

/** A notice of a changed number or user id, sent under the old ids. */
export const system = (person: Person, notice: Row, at = START): Row => ({
  id: `wamid.${++serial}`,
  timestamp: String(Math.floor(at / 1000)),
  type: "system",
  system: notice,
  ...senderFields(person),
});

export const status = (wamid: string, name: string, more: Row = {}): Row => ({
  id: wamid,
  status: name,
  timestamp: String(START / 1000 + 5),
  recipient_id: lia.waId,
  ...more,
});

/** A delivery's bytes: one entry with one change for each value. */
export const envelope = (...values: Row[]): Buffer =>
  Buffer.from(
    encodeLikeMeta({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "300100200300400",
          changes: values.map((value) => ({
            field: "messages",
            value: { messaging_product: "whatsapp", metadata: { phone_number_id: NUMBER }, ...value },
          })),
        },
      ],
    }),
  );

/** What a Graph would get and say. `requests` holds the bodies in the order in which they came. */
export type FakeGraph = { fetch: GraphFetch; requests: Row[] };

export function fakeGraph(answer: (body: Row, count: number) => Response | Promise<Response>): FakeGraph {
  const requests: Row[] = [];
  return {
    requests,
    fetch: async (_url, init) => {
      const body = JSON.parse(String(init.body)) as Row;
      requests.push(body);
      return answer(body, requests.length);
    },
  };
}

export const accepted = (count: number): Response =>
  Response.json({ messages: [{ id: `wamid.out.${count}` }], contacts: [{ wa_id: lia.waId }] });
export const refused = (code: number, status = 400): Response =>
  Response.json({ error: { code, message: `(#${code}) no` } }, { status });
export const accepting = (): FakeGraph => fakeGraph((_body, count) => accepted(count));

type Statement = ReturnType<typeof sql<Row>>;

const CHANNEL = {
  phoneNumberId: NUMBER,
  wabaId: "300100200300400",
  displayPhone: "5511900000001",
  graphBaseUrl: "http://graph.test",
  accessToken: "token-123456",
  appSecret: "secret-1234",
  verifyToken: "verify-1234",
};

/** A company with the guide's bot and one number, the loops that work it, and eyes on its tables. */
export class PipelineWorld {
  readonly world: TestWorld;
  readonly company: Company;

  private constructor(world: TestWorld, company: Company) {
    this.world = world;
    this.company = company;
  }

  static async open(): Promise<PipelineWorld> {
    const world = await testWorld();
    return new PipelineWorld(world, await foundCompany(world));
  }

  get clock(): TestWorld["clock"] {
    return this.world.clock;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  /** Puts deliveries where the webhook puts them, addressed to this company's number or another's. */
  async deliverTo(company: Company, ...bodies: Buffer[]): Promise<void> {
    const { accountId, channelId: id } = company;
    const channel = { accountId, id, lane: laneOf(id), phoneNumberId: NUMBER };
    const siblings = new Map([[channel.phoneNumberId, channel]]);
    await insertDeliveries(
      this.world.deps.system,
      bodies.map((body) => deliveryOf(channel, siblings, body, this.clock.now())),
    );
  }

  /** One more company of the same installation, whose number has the same name at Meta. */
  secondCompany(): Promise<Company> {
    return foundCompany(this.world);
  }

  /** A second number of this company, in another lane than the first. */
  async secondNumber(): Promise<Company> {
    const { deps } = this.world;
    let id = uuidv7();
    while (laneOf(id) === laneOf(this.company.channelId)) id = uuidv7();
    const { accountId } = this.company;
    const fields = { ...CHANNEL, accountId, id, name: "Outro número", phoneNumberId: "400500600700801" };
    await deps.system.transaction().execute((tx) => addChannel(tx, deps, fields));
    return { ...this.company, channelId: id };
  }

  deliver(...bodies: Buffer[]): Promise<void> {
    return this.deliverTo(this.company, ...bodies);
  }

  lanes(): Loop {
    return laneLoop(this.world.deps, {
      db: this.world.deps.system,
      handle: factHandler(this.world.deps, ticketDesk(this.world.deps)),
    });
  }

  sender(graph: FakeGraph, more: Partial<SenderOptions> = {}): Loop {
    const { deps } = this.world;
    const channels = channelCache(deps.system, deps.sealer);
    return senderLoop(deps, { channels, check: sendCheck, fetch: graph.fetch, ...more });
  }

  /** All that is due in lanes and timers now. */
  async settle(): Promise<void> {
    await timerLoop(this.world.deps).drain();
    await this.lanes().drain();
  }

  /** A customer writes, and the pipeline decides. */
  async hear(...messages: Row[]): Promise<void> {
    await this.deliver(envelope({ messages }));
    await this.lanes().drain();
  }

  /** What is queued goes to Graph, and what Graph says is written down. */
  async send(graph: FakeGraph, more: Partial<SenderOptions> = {}): Promise<void> {
    await this.sender(graph, more).drain();
    await this.lanes().drain();
  }

  async rows(statement: Statement): Promise<Row[]> {
    return (await statement.execute(this.world.deps.system)).rows;
  }

  /** Until some transaction of this database waits for another's lock. */
  async waitForLock(): Promise<void> {
    const waiting = sql<Row>`SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`;
    while ((await this.value(waiting)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** The first column of the first row. */
  async value(statement: Statement): Promise<unknown> {
    return Object.values((await this.rows(statement))[0] ?? {})[0];
  }

  thread(): Promise<Row[]> {
    return this.rows(sql<Row>`SELECT direction, author, text, status FROM message ORDER BY at, seq`);
  }

  /** States of what we said, oldest first. */
  async said(): Promise<unknown[]> {
    const rows = await this.rows(
      sql<Row>`SELECT status FROM message WHERE direction = 'out' ORDER BY at, seq`,
    );
    return rows.map((row) => row["status"]);
  }

  outbox(): Promise<Row[]> {
    return this.rows(sql<Row>`SELECT state, attempt FROM outbox ORDER BY queued_at, seq`);
  }
}

const foundCompany = (world: TestWorld): Promise<Company> =>
  createCompany(world.deps, { demo: true, withBot: true, channel: CHANNEL });
