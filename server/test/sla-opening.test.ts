import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { slaLoop } from "../src/modules/tickets/index.ts";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";

type Row = Record<string, unknown>;
const MINUTE = 60_000;
let desk: Desk;
let serial = 0;

const ask = async (method: "GET" | "PUT" | "POST", url: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, "Helena"), method, url, body);
const drain = (): Promise<number> => slaLoop(desk.world.deps).drain();
const iso = (ms: number): string => new Date(START + ms).toISOString();
const reply = (conversationId: string, text: string): Promise<Reply> =>
  ask("POST", `/api/conversations/${conversationId}/messages`, { key: `sla-opening-${++serial}`, text });
/** The ticket that opened with a conversation, and its conversation. */
async function opened(): Promise<{ id: string; ticketId: string }> {
  const id = await desk.write(desk.ours, `55119${String(84_100_000 + ++serial)}`, "oi");
  const { rows } = await sql<{ id: string }>`SELECT id FROM ticket WHERE conversation_id = ${id}`.execute(
    desk.world.deps.system,
  );
  return { id, ticketId: rows[0]?.id ?? "" };
}
const firstAnswer = async (ticketId: string): Promise<unknown> =>
  ((await ask("GET", `/api/tickets/${ticketId}`)).body["sla"] as Row)["firstAnswer"];
const told = async (ticketId: string): Promise<unknown[]> => {
  const { items } = (await ask("GET", `/api/tickets/${ticketId}/activity`)).body;
  return (items as Row[]).flatMap(({ type }) => (String(type).startsWith("ticket.sla_") ? [type] : []));
};

beforeAll(async () => {
  desk = await openDesk();
  const { version } = (await ask("GET", "/api/settings/ticket-opening")).body;
  await ask("PUT", "/api/settings/ticket-opening", {
    enabled: true,
    title: "Atendimento",
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 2,
    announcement: { enabled: true, text: "Seu chamado é {{chamado}}" },
    email: { mode: "off", attempts: 2, silenceMinutes: 10, question: "E-mail?", repeat: "Não é." },
    version,
  });
  const policy = { id: null, name: "Padrão", priorities: [], categoryIds: [], organisationIds: [] };
  const targets = { firstAnswerMinutes: 60, solutionMinutes: 480, warnPercent: 75 };
  await ask("PUT", "/api/settings/sla", { policies: [{ ...policy, ...targets }], version: 1 });
});
afterAll(() => desk.close());
beforeEach(() => desk.world.clock.set(START));

it("a ticket that opened with its conversation is answered in it, at once and without linking", async () => {
  const { id, ticketId } = await opened();
  // what Balcão says by itself is no answer
  expect(await firstAnswer(ticketId)).toMatchObject({ dueAt: iso(60 * MINUTE), doneAt: null });
  desk.world.clock.set(START + 20 * MINUTE);
  expect((await reply(id, "Olá!")).status).toBe(200);
  await drain();
  expect(await firstAnswer(ticketId)).toMatchObject({ doneAt: iso(20 * MINUTE), breached: false });
  desk.world.clock.set(START + 90 * MINUTE);
  await reply(id, "Mais alguma coisa?");
  await drain();
  expect(await firstAnswer(ticketId)).toMatchObject({ doneAt: iso(20 * MINUTE) });
  expect(await told(ticketId)).toEqual(["ticket.sla_set"]);
});

it("an answer that Meta did not take is none, and one that nobody noticed in time is no breach", async () => {
  const { id, ticketId } = await opened();
  desk.world.clock.set(START + 10 * MINUTE);
  await reply(id, "Olá!");
  await sql`UPDATE message SET status = 'failed' WHERE conversation_id = ${id} AND author = 'agent'`.execute(
    desk.world.deps.system,
  );
  await drain();
  expect(await firstAnswer(ticketId)).toMatchObject({ doneAt: null });
  desk.world.clock.set(START + 50 * MINUTE);
  await reply(id, "Olá de novo!");
  // as if nothing had armed it: its own timer looks only after the deadline
  await sql`UPDATE ticket SET sla_wake_at = ${iso(61 * MINUTE)} WHERE id = ${ticketId}`.execute(
    desk.world.deps.system,
  );
  desk.world.clock.set(START + 120 * MINUTE);
  await drain();
  expect(await firstAnswer(ticketId)).toMatchObject({ doneAt: iso(50 * MINUTE), breached: false });
  expect(await told(ticketId)).not.toContain("ticket.sla_breached");
});
