import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { loadChoices } from "../src/modules/tickets/choices.queries.ts";
import { listColumns, listTickets, type Asked } from "../src/modules/tickets/list.queries.ts";
import type { Actor } from "../src/platform/actor.ts";
import { inAccount, type Tx } from "../src/platform/database.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { pagesRead } from "./speed-watch.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write(desk.ours, "5511988880001", "oi");
});
afterAll(() => desk.close());

async function asOwner(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: desk.world.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Each page of the table known to hold only what everybody sees: while PostgreSQL's own cleaner looks on, a VACUUM leaves some out. */
const settle = (): Promise<void> =>
  vi.waitFor(
    async () => {
      await asOwner("VACUUM ANALYZE ticket");
      const [left] = await asOwner(
        "SELECT relpages - relallvisible AS pages FROM pg_class WHERE oid = 'ticket'::regclass",
      );
      expect(left).toEqual({ pages: 0 });
    },
    { timeout: 30_000, interval: 200 },
  );

/** Tickets of three teams, one in eight not over, one in fifty urgent, one in three with a due date. */
async function fill(from: number, to: number): Promise<void> {
  const { accountId, teams, agents } = desk.ours;
  await asOwner(
    `INSERT INTO ticket (account_id, id, number, title, description, contact_id, conversation_id, team_id, agent_id, priority, status_id, stage,
       due_at, created_by, created_at, updated_at, over_at)
     SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n, 'Pedido ' || n, '', c.id, c.id, ($2::uuid[])[1 + n / 7 % 3],
       CASE WHEN n % 4 = 0 THEN ($3::uuid[])[1 + n % 6] END, CASE WHEN n % 50 = 0 THEN 4 ELSE 0 END, s.id, s.stage,
       CASE WHEN n % 3 = 0 THEN at + interval '2 days' END, ($3::uuid[])[1], at, at, CASE WHEN s.stage = 'closed' THEN at END
     FROM (SELECT n, now() - make_interval(mins => n) AS at FROM generate_series($4::int, $5::int) n) t
       JOIN ticket_status s ON s.account_id = $1 AND s.stage = CASE WHEN n % 8 = 0 THEN 'open' ELSE 'closed' END,
       (SELECT id FROM contact WHERE account_id = $1 LIMIT 1) c`,
    [accountId, Object.values(teams), Object.values(agents), from, to],
  );
  await settle();
}

const base = { status: "all", limit: 50, direction: "desc" } as const;
const ORDERS = ["updated", "created", "priority", "status", "due", "sla"] as const;

it("a page and a board read as much of 20,000 tickets as of 4,000, in each order and both ways, for an agent too", async () => {
  const { deps } = desk.world;
  const { accountId, agents, teams } = desk.ours;
  const common = { accountId, segmentedView: true, agentId: agents["Ana"] };
  const people = [
    { ...common, role: "administrator", teamIds: [] },
    { ...common, role: "agent", teamIds: [teams.comercial] },
  ] as unknown as Actor[];
  const choices = await inAccount(deps.app, accountId, (tx) => loadChoices(tx, accountId));
  const asked: Asked = { choices, now: Date.now(), wanted: null };
  const look = async (): Promise<number[]> => {
    const pages: number[] = [];
    const read = async (actor: Actor, work: (tx: Tx) => Promise<unknown>): Promise<void> =>
      void pages.push(await pagesRead(deps, actor, work));
    for (const actor of people) {
      for (const order of ORDERS)
        for (const direction of ["asc", "desc"] as const)
          await read(actor, (tx) => listTickets(tx, actor, { ...base, order, direction }, asked));
      await read(actor, (tx) =>
        listTickets(tx, actor, { ...base, order: "updated", status: "active" }, asked),
      );
      await read(actor, (tx) => listColumns(tx, actor, { order: "priority", limit: 20 }, asked));
    }
    return pages;
  };
  await fill(1, 4_000);
  const few = await look();
  await fill(4_001, 20_000);
  const many = await look();
  // what is found lies further apart; to read the table would be 900 pages more
  for (const [index, pages] of many.entries()) expect(pages).toBeLessThanOrEqual((few[index] ?? 0) * 2);
});
