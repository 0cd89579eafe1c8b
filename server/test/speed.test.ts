import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliveryKeeper, deliveryOf } from "../src/modules/channels/webhook.ts";
import { channelCache, laneOf } from "../src/modules/channels/index.ts";
import { findNamed, listConversations } from "../src/modules/conversations/list.queries.ts";
import { lockNumbersWithWork } from "../src/modules/channels/pace.queries.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import { loadThread } from "../src/modules/conversations/thread.queries.ts";
import type { Actor } from "../src/platform/actor.ts";
import { inAccount, type Tx } from "../src/platform/database.ts";
import {
  accepting,
  envelope,
  message,
  NUMBER,
  PipelineWorld,
  START,
  status,
  type Row,
} from "./pipeline-world.ts";
import { pagesRead, statementsOf } from "./speed-watch.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ waId: `55119${String(80_000_000 + from + index)}` }));
const say = (from: number, count: number, text: string): Promise<void> =>
  world.deliver(
    ...people(from, count).map((person) =>
      envelope({ messages: [message(person, text, world.clock.now())] }),
    ),
  );

/** How many statements a lane needs for what waits in it. */
const statements = async (): Promise<number> => (await statementsOf(() => world.lanes().drain())).length;

describe("a batch", () => {
  it("needs as many statements for 120 customers as for 6, whatever they say", async () => {
    const needed = new Map<number, number[]>();
    // the first of all is dearer: what seldom changes is read once and kept
    await say(5000, 1, "oi");
    await statements();
    for (const [from, count] of [
      [0, 6],
      [1000, 120],
    ] as const) {
      const counts: number[] = [];
      for (const text of ["oi", "Comercial", "Atendimento", "quero dois vasos"]) {
        await say(from, count, text);
        counts.push(await statements());
        world.clock.advance(60_000);
      }
      needed.set(count, counts);
    }
    expect(needed.get(120)).toEqual(needed.get(6));
    expect(await world.value(sql<Row>`SELECT count(*) FROM message WHERE direction = 'in'`)).toBe(
      1 + 4 * 126,
    );
  });

  it("needs as many statements for 90 statuses as for 9", async () => {
    await say(0, 30, "oi");
    await world.lanes().drain();
    await world.sender(accepting()).drain();
    await world.lanes().drain();
    const tell = (wamids: number[]): Promise<void> =>
      world.deliver(
        ...wamids.flatMap((number) =>
          ["sent", "delivered", "read"].map((name) =>
            envelope({ statuses: [status(`wamid.out.${number}`, name)] }),
          ),
        ),
      );
    await tell([1, 2, 3]);
    const few = await statements();
    await tell(Array.from({ length: 27 }, (_, index) => index + 4));
    expect(await statements()).toBe(few);
    expect(await world.value(sql<Row>`SELECT count(*) FROM message WHERE status = 'read'`)).toBe(30);
  });
});

describe("the webhook", () => {
  it("writes what comes at the same moment with one statement each few hundred, not one each", async () => {
    const channel = {
      accountId: world.company.accountId,
      id: world.company.channelId,
      lane: laneOf(world.company.channelId),
      phoneNumberId: NUMBER,
    };
    const keeper = deliveryKeeper(world.world.deps.system, () => undefined);
    const bodies = people(0, 300).map((person) => envelope({ messages: [message(person, "oi")] }));
    const seen = await statementsOf(() =>
      Promise.all(bodies.map((body) => keeper.keep(deliveryOf(channel, new Map(), body, START)))),
    );
    expect(seen.length).toBeLessThanOrEqual(3);
    expect(await world.value(sql<Row>`SELECT count(*) FROM fact`)).toBe(300);
  });
});

describe("the sender", () => {
  it("takes of a long queue only what the number may send now, and lets another number pass", async () => {
    const other = await world.secondNumber();
    await say(0, 200, "oi");
    await world.lanes().drain();
    world.clock.advance(1000);
    await world.deliverTo(
      other,
      envelope({ messages: [message({ waId: "5511955555555" }, "oi", world.clock.now())] }),
    );
    await world.lanes().drain();
    const graph = accepting();
    await world.sender(graph).drain();
    // a number's second has 80 messages (wire facts, section 9)
    expect(graph.requests).toHaveLength(81);
    expect(await world.value(sql<Row>`SELECT count(*) FROM outbox WHERE fence > 0 OR attempt > 0`)).toBe(0);
    expect(
      await world.value(sql<Row>`SELECT count(*) FROM outbox WHERE channel_id = ${other.channelId}`),
    ).toBe(0);
    world.clock.advance(500);
    await world.sender(graph).drain();
    expect(graph.requests).toHaveLength(121);
  });
});

describe("an account's templates", () => {
  const PAGE = 100;
  const listed = (count: number, status: string): Row[] =>
    Array.from({ length: count }, (_, index) => ({
      id: String(1_100_000_000 + index),
      name: `pedido_${index}`,
      language: "pt_BR",
      status,
      category: "UTILITY",
      components: [{ type: "BODY", text: `Oi, {{1}}. O pedido ${index} saiu para entrega hoje.` }],
    }));

  it("are read at Meta page by page, and written with as many statements for 6,000 as for 60", async () => {
    const { deps } = world.world;
    let list: Row[] = [];
    const asked: string[] = [];
    const loop = templateLoop(deps, {
      channels: channelCache(deps.system, deps.sealer),
      fetch: (url) => {
        const after = Number(new URL(url).searchParams.get("after") ?? 0);
        asked.push(url);
        const end = after + PAGE;
        const paging = end < list.length ? { cursors: { after: String(end) }, next: "more" } : {};
        return Promise.resolve(Response.json({ data: list.slice(after, end), paging }));
      },
      onChanged: async () => undefined,
    });
    const sync = async (count: number, status: string): Promise<number> => {
      list = listed(count, status);
      asked.length = 0;
      world.clock.advance(60_000);
      await sql`UPDATE template_sync SET next_at = '-infinity'`.execute(deps.system);
      const seen = await statementsOf(() => loop.drain());
      expect(asked).toHaveLength(Math.ceil(count / PAGE));
      // a reading may last until a new connection is opened, which says things of its own
      return seen.filter(({ text }) => /\b(?:template|template_sync|event)\b/.test(text)).length;
    };
    await sync(1, "PENDING");
    const few = [await sync(60, "PENDING"), await sync(60, "APPROVED")];
    // the full account: what an account may have at most (wire facts, section 9)
    expect([await sync(6000, "APPROVED"), await sync(6000, "PAUSED")]).toEqual(few);
    expect(await world.value(sql<Row>`SELECT count(*) FROM template WHERE status = 'PAUSED'`)).toBe(6000);
    expect(await world.value(sql<Row>`SELECT count(*) FROM event WHERE type = 'template.changed'`)).toBe(
      6060,
    );
  });
});

describe("reading", () => {
  const administrator = (): Actor =>
    ({
      accountId: world.company.accountId,
      agentId: world.company.agents["Helena"] ?? "",
      userId: "",
      sessionId: "",
      name: "Helena",
      role: "administrator",
      teamIds: Object.values(world.company.teams),
      locale: "pt-BR",
    }) as Actor;
  const asOwner = async (query: string, values: unknown[] = []): Promise<void> => {
    const client = new pg.Client({ connectionString: world.world.url });
    await client.connect();
    await client.query(query, values);
    await client.end();
  };

  it("opens a thread of 20,000 messages with the pages that one of 200 needs", async () => {
    await say(0, 2, "oi");
    await world.lanes().drain();
    const [short, long] = await world.rows(sql<Row>`SELECT id FROM conversation ORDER BY id`);
    const fill = (id: unknown, count: number): Promise<void> =>
      asOwner(
        `INSERT INTO message (account_id, id, conversation_id, channel_id, seq, at, direction, author, kind, text, content, status, created_at)
         SELECT account_id, gen_random_uuid(), id, channel_id, 10 + n, opened_at - make_interval(secs => n), 'in', 'contact', 'text', 'oi',
           '{"type":"text","body":"oi"}', 'received', opened_at FROM conversation, generate_series(1, $2::int) n WHERE id = $1`,
        [id, count],
      );
    await fill(short?.["id"], 200);
    await fill(long?.["id"], 20_000);
    await asOwner("VACUUM ANALYZE message");
    const { deps } = world.world;
    const actor = administrator();
    const open = (id: unknown) =>
      pagesRead(deps, actor, (tx) => loadThread(tx, actor.accountId, String(id), { limit: 50 }));
    expect(await open(long?.["id"])).toBeLessThanOrEqual((await open(short?.["id"])) * 1.5);
  });

  it("finds the numbers with something to send without walking over 10,000 queued messages", async () => {
    await say(0, 1, "oi");
    await world.lanes().drain();
    const { deps } = world.world;
    const actor = administrator();
    const look = () => pagesRead(deps, actor, (tx) => lockNumbersWithWork(tx, START + 1000, []));
    await asOwner("VACUUM ANALYZE outbox, channel");
    const few = await look();
    await asOwner(
      `INSERT INTO message (account_id, id, conversation_id, channel_id, seq, at, direction, author, kind, content, status, created_at)
       SELECT account_id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, id, channel_id, 100 + n, opened_at, 'out', 'bot', 'text', '{}', 'queued', opened_at
       FROM conversation, generate_series(1, 10000) n`,
    );
    await asOwner(
      `INSERT INTO outbox (account_id, message_id, channel_id, conversation_id, contact_id, seq, automatic, recipient_kind, recipient_value, request, queued_at)
       SELECT m.account_id, m.id, m.channel_id, v.id, v.contact_id, m.seq, true, 'phone', '1', '{}', m.at
       FROM message m JOIN conversation v ON v.id = m.conversation_id WHERE m.seq > 100`,
    );
    await asOwner("VACUUM ANALYZE outbox");
    expect(await look()).toBeLessThanOrEqual(few + 4);
  });

  it("lists the first page of 20,000 conversations with the pages that 4,000 need, and finds one by who it is with", async () => {
    const { deps } = world.world;
    const actor = administrator();
    await say(0, 1, "oi");
    await world.lanes().drain();
    const fill = async (from: number, to: number): Promise<void> => {
      await asOwner(
        `INSERT INTO contact (account_id, id, phone, search, created_at)
         SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n::text, n::text, now() FROM generate_series($2::int, $3::int) n`,
        [actor.accountId, from, to],
      );
      await asOwner(
        `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, owner, status, last_message_at, recipient_kind, recipient_value, opened_at)
         SELECT c.account_id, c.id, 1000 + c.phone::bigint, v.channel_id, c.id, v.team_id, 'team', (ARRAY['open', 'closed', 'closed', 'closed'])[1 + c.phone::int % 4],
           v.opened_at - make_interval(secs => c.phone::int), 'phone', c.phone, v.opened_at
         FROM contact c, (SELECT * FROM conversation WHERE protocol = 1) v WHERE c.phone::bigint BETWEEN $1 AND $2`,
        [from, to],
      );
      await asOwner("VACUUM ANALYZE conversation, contact, message");
    };
    const list = async (): Promise<number[]> => {
      const pages: number[] = [];
      for (const tab of ["all", "ended", "new"] as const)
        pages.push(
          await pagesRead(deps, actor, (tx) =>
            listConversations(tx, actor, { tab, order: "recent", limit: 50 }, null),
          ),
        );
      return pages;
    };
    const find = (q: string) => (tx: Tx) => findNamed(tx, actor.accountId, q);
    const found = async (q: string) => {
      const named = await deps.system.transaction().execute(find(q));
      return (tx: Tx) => listConversations(tx, actor, { tab: "all", order: "recent", limit: 50 }, named);
    };
    await fill(1, 4000);
    const few = await list();
    await fill(4001, 20_000);
    const many = await list();
    for (const [index, pages] of many.entries()) expect(pages).toBeLessThanOrEqual((few[index] ?? 0) * 1.5);
    // a search finds the people by index, and reads of the conversations those of whom it found
    const system = { ...deps, app: deps.system };
    for (const q of ["19999", "nobody"]) {
      expect(await pagesRead(system, actor, find(q))).toBeLessThanOrEqual(40);
      expect(await pagesRead(deps, actor, await found(q))).toBeLessThanOrEqual(60);
    }
    // a name that thousands have: the list is walked in its order until a page is full
    const common = await inAccount(deps.app, actor.accountId, await found("1"));
    const first = Array.from({ length: 200 }, (_, n) => String(n + 1)).filter((text) => text.includes("1"));
    expect(common.items.map(({ contact }) => contact.phone?.replace(/\D/gu, ""))).toEqual([
      // who wrote just now
      "5511980000000",
      ...first.slice(0, 49),
    ]);
  });
});
