import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saveOpening } from "../src/modules/settings/index.ts";
import { keepSla } from "../src/modules/tickets/sla.keep.ts";
import { releaseTickets, ticketsTeamOwner } from "../src/modules/tickets/tickets.takeover.ts";
import { savePolicies } from "../src/modules/tickets/sla.queries.ts";
import type { Actor } from "../src/platform/actor.ts";
import type { Tx } from "../src/platform/database.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { envelope, message, PipelineWorld, type Row } from "./pipeline-world.ts";
import { pagesRead, statementsOf } from "./speed-watch.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
  const { accountId } = world.company;
  const policy = {
    id: uuidv7(),
    name: "Todos",
    priorities: [],
    categoryIds: [],
    organisationIds: [],
    firstAnswerMinutes: 60,
    solutionMinutes: 480,
    warnPercent: 75,
  };
  const opening = {
    enabled: true,
    title: "Conversa {{protocolo}}",
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 0 as const,
    announcement: { enabled: false, text: "" },
    email: { mode: "off" as const, attempts: 1, silenceMinutes: 10, question: "", repeat: "" },
    version: 1,
  };
  await world.world.deps.system.transaction().execute(async (tx) => {
    await savePolicies(tx, accountId, { policies: [policy], version: 1 }, world.clock.now());
    await saveOpening(tx, accountId, opening, world.clock.now());
  });
});
afterEach(() => world.close());

const people = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ waId: `55119${String(70_000_000 + from + index)}` }));
const say = (from: number, count: number, text: string): Promise<void> =>
  world.deliver(
    ...people(from, count).map((person) =>
      envelope({ messages: [message(person, text, world.clock.now())] }),
    ),
  );
const statements = async (): Promise<number> => (await statementsOf(() => world.lanes().drain())).length;

describe("a batch", () => {
  /** As if each ticket had said something in its conversation, and waited for an answer. */
  const letAllWait = async (): Promise<void> => {
    await world.rows(sql<Row>`
      UPDATE ticket t SET stage = 'waiting', status_id = s.id FROM ticket_status s WHERE s.account_id = t.account_id AND s.stage = 'waiting'`);
    await world.rows(sql<Row>`
      INSERT INTO ticket_send (account_id, message_id, ticket_id, conversation_id, at)
      SELECT account_id, gen_random_uuid(), id, conversation_id, created_at FROM ticket WHERE id NOT IN (SELECT ticket_id FROM ticket_send)`);
  };

  it("opens 60 tickets that are promised something, and takes 60 answers to them, in as many statements as for 6", async () => {
    await say(5000, 1, "oi");
    await statements();
    const needed: [number, number][] = [];
    for (const [from, count] of [
      [0, 6],
      [1000, 60],
    ] as const) {
      await say(from, count, "oi");
      const opening = await statements();
      await letAllWait();
      world.clock.advance(60_000);
      await say(from, count, "pode ser");
      needed.push([opening, await statements()]);
    }
    expect(
      await world.value(sql<Row>`SELECT count(*)::int FROM event WHERE type = 'ticket.sla_set'`),
    ).toBeGreaterThan(66);
    expect(await world.value(sql<Row>`SELECT count(*)::int FROM event WHERE type = 'ticket.answered'`)).toBe(
      66,
    );
    expect(needed[1]).toEqual(needed[0]);
  });
});

it("the promises of a ticket are read by index among many contacts, under row-level security", async () => {
  await world.hear(message({ waId: "5511970000001" }, "oi"));
  const { accountId } = world.company;
  const id = String(await world.value(sql<Row>`SELECT id FROM ticket`));
  const read = (): Promise<number> =>
    pagesRead(world.world.deps, { accountId } as Actor, (tx) =>
      keepSla(tx, world.world.deps, accountId, [id], world.clock.now()),
    );
  const few = await read();
  const client = new pg.Client({ connectionString: world.world.url });
  await client.connect();
  await client.query(
    "INSERT INTO contact (account_id, id, name, created_at) SELECT $1, gen_random_uuid(), 'Cliente ' || n, now() FROM generate_series(1, 20000) n",
    [accountId],
  );
  await client.query("VACUUM ANALYZE contact");
  await client.end();
  expect(await read()).toBeLessThanOrEqual(few + 20);
});

it("who leaves gives 40 tickets back, and a team that goes hands them on, in as many statements as 4", async () => {
  const { accountId } = world.company;
  const { system } = world.world.deps;
  const agentId = String(await world.value(sql<Row>`SELECT id FROM agent LIMIT 1`));
  const actor = { accountId, agentId } as Actor;
  const needed: number[][] = [];
  for (const [first, count] of [
    [0, 4],
    [1000, 40],
  ] as const) {
    await say(first, count, "oi");
    await world.lanes().drain();
    await world.rows(sql<Row>`UPDATE ticket SET agent_id = ${agentId}`);
    const [teams] = await world.rows(sql<Row>`
      SELECT k.team_id AS "from", (SELECT id FROM team WHERE id <> k.team_id LIMIT 1) AS "to" FROM ticket k ORDER BY number DESC LIMIT 1`);
    const now = world.clock.now();
    const takeOver = { actor, from: String(teams?.["from"]), to: String(teams?.["to"]), now };
    const inSystem = (work: (tx: Tx) => Promise<void>) =>
      statementsOf(() => system.transaction().execute(work));
    const released = await inSystem((tx) => releaseTickets(tx, actor, agentId, now));
    const moved = await inSystem((tx) => ticketsTeamOwner.moveTeam(tx, takeOver));
    needed.push([released.length, moved.length]);
  }
  expect(await world.value(sql<Row>`SELECT count(*)::int FROM ticket WHERE agent_id IS NOT NULL`)).toBe(0);
  expect(await world.value(sql<Row>`SELECT count(*)::int FROM event WHERE type = 'ticket.assigned'`)).toBe(
    48,
  );
  expect(needed[1]).toEqual(needed[0]);
});
