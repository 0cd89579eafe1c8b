import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RealtimeChange } from "@balcao/api";
import { changesFor, loadBatch } from "../src/modules/conversations/realtime-changes.ts";
import { currentCursor, eventsAfter } from "../src/modules/conversations/tail.queries.ts";
import { mailLoop } from "../src/modules/mail/index.ts";
import { slaLoop, ticketNews } from "../src/modules/tickets/index.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import type { Actor } from "../src/platform/actor.ts";
import { START } from "./desk-world.ts";
import { smtpHost, type SmtpHost } from "./smtp-world.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

const MINUTE = 60_000;
let world: TicketWorld;
let host: SmtpHost;
let serial = 0;

beforeAll(async () => {
  world = await openTickets();
  host = await smtpHost();
  const { version } = (await world.as("Helena", "GET", "/api/settings/mail")).body;
  const server = {
    enabled: true,
    host: "127.0.0.1",
    port: host.port,
    security: "none",
    username: "",
    password: null,
    senderName: "Girassol",
    senderAddress: "sac@girassol.example",
    version,
  };
  const { status } = await world.as("Helena", "PUT", "/api/settings/mail", server);
  if (status !== 200) throw new Error(`mail was not set up: ${status}`);
});
beforeEach(() => world.desk.world.clock.set(START));
afterEach(async () => {
  await mailLoop(world.desk.world.deps).drain();
  host.arrived.length = 0;
});
afterAll(async () => {
  await world.desk.close();
  await host.close();
});

const phone = (): string => `55119${String(86_100_000 + ++serial)}`;
const fresh = async (name: string, more?: Row): Promise<Row> =>
  world.made(name, (await world.talk(phone(), ["não abre"])).id, more);
const names = (ids: unknown): string[] =>
  (ids as string[])
    .map((id) => Object.entries(world.desk.ours.agents).find(([, known]) => known === id)?.[0] ?? id)
    .toSorted();
const followers = async (ticket: Row): Promise<string[]> =>
  names((await world.as("Helena", "GET", ticketPath(ticket))).body["followerIds"]);
const comment = (name: string, ticket: Row) =>
  world.post(name, `${ticketPath(ticket)}/comments`, { text: "Vejo já", public: false });
const leave = (name: string, ticket: Row) =>
  world.act(name, ticket, { type: "followers", add: [], remove: [world.agent(name)] });
const assign = (name: string, ticket: Row, to: string) =>
  world.act(name, ticket, { type: "assign", agentId: world.agent(to) });

/** Who got mail by now, and what it begins with. */
async function got(): Promise<string[]> {
  await mailLoop(world.desk.world.deps).drain();
  const people = new Map<string, string>();
  for (const name of ["Ana", "Rita", "Helena", "Bruno"]) {
    const { agent } = (await world.as(name, "GET", "/api/me")).body;
    people.set(String((agent as Row)["email"]), name);
  }
  return host.arrived
    .map(({ to, text }) => `${people.get(String(to)) ?? String(to)}: ${text.split("\r\n")[0] ?? ""}`)
    .toSorted();
}

describe("follows a ticket by itself", () => {
  it("who makes it, who is made responsible, and who comments on it", async () => {
    const ticket = await fresh("Helena", { agentId: world.agent("Ana") });
    expect(await followers(ticket)).toEqual(["Ana", "Helena"]);
    await comment("Rita", ticket);
    expect(await followers(ticket)).toEqual(["Ana", "Helena", "Rita"]);
    await assign("Helena", ticket, "Bruno");
    expect(await followers(ticket)).toEqual(["Ana", "Bruno", "Helena", "Rita"]);
  });

  it("not for the same reason again once they left, but when it is given to them anew", async () => {
    const ticket = await fresh("Helena", { agentId: world.agent("Ana") });
    await leave("Ana", ticket);
    await leave("Helena", ticket);
    await comment("Ana", ticket);
    await comment("Helena", ticket);
    expect(await followers(ticket)).toEqual([]);
    await world.act("Helena", ticket, { type: "assign", agentId: null });
    await assign("Helena", ticket, "Ana");
    expect(await followers(ticket)).toEqual(["Ana"]);
    await world.act("Helena", ticket, { type: "followers", add: [world.agent("Helena")], remove: [] });
    await comment("Helena", ticket);
    expect(await followers(ticket)).toEqual(["Ana", "Helena"]);
  });

  it("not who makes one for a team whose tickets they do not see", async () => {
    const { id } = await world.talk(phone(), ["ajuda"]);
    const made = await world.create("Ana", id, { teamId: world.team("suporte") });
    expect(await followers(made.body)).toEqual([]);
  });

  it("and a copy is followed by who made it, a merged one by who did not leave it", async () => {
    const [first, second] = [await fresh("Ana"), await fresh("Rita")];
    const copy = await world.post("Rita", `${ticketPath(first)}/clone`, {});
    expect(await followers(copy.body)).toEqual(["Rita"]);
    await comment("Ana", second);
    await leave("Ana", second);
    await world.post("Helena", `${ticketPath(first)}/merge`, { into: second["number"] });
    expect(await followers(second)).toEqual(["Rita"]);
  });
});

describe("followers hear by mail", () => {
  it("that the customer answered, and what that made of the status", async () => {
    const waId = phone();
    const { id } = await world.talk(waId, ["não abre"]);
    const ticket = await world.made("Ana", id);
    await world.act("Ana", ticket, { type: "status", statusId: world.status["waiting"] });
    const send = { conversationId: id, template: null };
    const said = await world.post("Helena", `${ticketPath(ticket)}/comments`, {
      text: "Abriu?",
      public: true,
      send,
    });
    expect(said.status).toBe(200);
    await got();
    host.arrived.length = 0;
    await world.desk.write(world.desk.ours, waId, "ainda não");
    expect((await world.as("Ana", "GET", ticketPath(ticket))).body["stage"]).toBe("in_progress");
    expect(await got()).toEqual([
      expect.stringMatching(
        /^Ana: .+ respondeu, e o status mudou de “Aguardando cliente” para “Em atendimento”\.$/,
      ),
      expect.stringMatching(/^Helena: .+ respondeu/),
    ]);
  });

  it("that their ticket went into another", async () => {
    const [first, second] = [await fresh("Ana"), await fresh("Rita")];
    await world.post("Helena", `${ticketPath(first)}/merge`, { into: second["number"] });
    expect(await got()).toEqual([
      `Ana: Helena Duarte mesclou este chamado no #${String(second["number"])}. O status mudou de “Aberto” para “Fechado”.`,
    ]);
  });

  it("of a deadline that comes near and one that passed, as does who is responsible; their screens tell it too", async () => {
    const { version } = (await world.as("Helena", "GET", "/api/settings/sla")).body;
    const policy = {
      id: uuidv7(),
      name: "Padrão",
      priorities: [4],
      categoryIds: [],
      organisationIds: [],
      firstAnswerMinutes: 60,
      solutionMinutes: null,
      warnPercent: 75,
    };
    await world.as("Helena", "PUT", "/api/settings/sla", { policies: [policy], version });
    const ticket = await fresh("Rita", { agentId: world.agent("Ana"), priority: 4 });
    await leave("Ana", ticket);
    await got();
    host.arrived.length = 0;
    const { clock, deps } = world.desk.world;
    const { app, system } = deps;
    const from = await currentCursor(system);
    clock.set(START + 46 * MINUTE);
    await slaLoop(deps).drain();
    const warned = await got();
    expect(warned).toEqual([
      expect.stringMatching(
        /^Ana: O prazo da primeira resposta termina logo: \d\d\/\d\d\/2026, \d\d:\d\d\.$/,
      ),
      expect.stringMatching(/^Rita: O prazo da primeira resposta termina logo/),
    ]);
    clock.set(START + 61 * MINUTE);
    await slaLoop(deps).drain();
    expect((await got()).filter((mail) => mail.includes("passou: era"))).toHaveLength(2);

    const batch = await loadBatch(
      app,
      world.desk.ours.accountId,
      await eventsAfter(system, from, 100),
      ticketNews,
    );
    const alarms = (name: string, role: Actor["role"], teamIds: string[]): string[] => {
      const actor = { agentId: world.agent(name), role, teamIds } as unknown as Actor;
      return changesFor(actor, batch)
        .changes.map((json) => JSON.parse(json) as RealtimeChange)
        .flatMap((change) => (change.type === "ticket-alarm" ? [`${change.number} ${change.alarm}`] : []));
    };
    const number = String(ticket["number"]);
    expect(alarms("Ana", "agent", [world.team("comercial")])).toEqual([
      `${number} warned`,
      `${number} breached`,
    ]);
    expect(alarms("Rita", "supervisor", [])).toEqual([`${number} warned`, `${number} breached`]);
    expect(alarms("Helena", "administrator", [])).toEqual([]);
    // who follows and may not see it any more hears nothing
    expect(alarms("Rita", "agent", [world.team("suporte")])).toEqual([]);
  });
});
