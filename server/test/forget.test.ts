import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { forgetCommandKeys } from "../src/modules/conversations/index.ts";
import { forgetTicketKeys } from "../src/modules/tickets/index.ts";
import { forgetLoop, KEYS_LAST_MS } from "../src/platform/forget.ts";
import { openTickets, ticketPath, type TicketWorld } from "./ticket-world.ts";

let world: TicketWorld;
beforeAll(async () => {
  world = await openTickets();
});
afterAll(() => world.desk.close());

const keys = async (): Promise<number[]> => {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM command_key UNION ALL SELECT count(*)::int FROM ticket_key`.execute(
    world.desk.world.deps.system,
  );
  return rows.map(({ count }) => count);
};

it("keys of commands are forgotten once nobody can be sending them again, and not before", async () => {
  const { deps, clock } = world.desk.world;
  const { id } = await world.talk("5511988770009", ["oi"]);
  const ticket = await world.made("Ana", id);
  const again = { key: "before-and-after", text: "Uma vez", public: false };
  const comment = () => world.as("Ana", "POST", `${ticketPath(ticket)}/comments`, again);
  await comment();
  const loop = forgetLoop(deps, [forgetCommandKeys, forgetTicketKeys]);
  const before = await keys();
  expect(Math.min(...before)).toBeGreaterThan(0);
  clock.advance(KEYS_LAST_MS);
  expect(await loop.drain()).toBe(0);
  expect(await keys()).toEqual(before);
  await comment();
  expect((await world.activity("Ana", ticket)).filter(({ entry }) => entry === "comment")).toHaveLength(1);
  clock.advance(1);
  await loop.drain();
  expect(await keys()).toEqual([0, 0]);
});
