import { momentOf, playedOutcome, type TesterWorld, type Trigger } from "@balcao/core";
import { describe, expect, it } from "vitest";
import { beginAt } from "./begin.ts";
import { explainable } from "./explainable.ts";
import { litPath } from "./lit.ts";
import {
  act,
  addCustomer,
  advance,
  changeCustomer,
  CUSTOMERS_MOST,
  EMPTY,
  lifeOf,
  moveClock,
  removeCustomer,
  undo,
  type Customer,
} from "./session.ts";
import { verdictOf } from "./verdict.ts";
import type { Company } from "../company.ts";

const MONDAY = "2026-11-23T09:00";
const ZONE = "America/Sao_Paulo";
const off = { enabled: false, text: "" };
const team = (id: string) => ({ id, name: id, inactivityHours: null, businessHours: null, hasMembers: true });
const company: Company = {
  accountName: "Loja",
  timeZone: ZONE,
  locale: "pt-BR",
  firstTeamId: "principal",
  inactivityHours: 12,
  warningHours: 1,
  assignOnFirstReply: true,
  autoMessages: {
    welcome: off,
    out_of_hours: off,
    manual_closing: off,
    inactivity_closing: { enabled: true, text: "Encerramos." },
    inactivity_warning: { enabled: true, text: "Ainda está aí?" },
    hand_over: off,
    survey: off,
  },
  businessHours: null,
  numbers: new Map(),
  templates: new Map(),
  teams: new Map(["principal", "comercial"].map((id) => [id, team(id)])),
};
const says = (text: string, ...keywords: string[]): Trigger["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation: "auto",
  template: null,
});
const trigger = (id: string, over: Partial<Trigger>): Trigger => ({
  id,
  description: id,
  team: { operator: "is", team: "principal" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: says(id),
  active: true,
  position: 0,
  ...over,
});
const WELCOME = trigger("T1", {
  idle: { operator: "greater_than", hours: 1 },
  action: says("Olá, {{contato.primeiro_nome|cliente}}", "Comercial"),
});
const MOVE = trigger("T2", {
  expectedReply: ["Comercial"],
  action: { type: "hand_over", team: "comercial" },
});
const MENU = trigger("T3", {
  team: { operator: "is", team: "comercial" },
  fires: "on_entry",
  action: says("Sobre o quê?", "Preço"),
});
const PRICE = trigger("T4", {
  team: { operator: "is", team: "comercial" },
  expectedReply: ["Preço"],
  action: says("Dez reais"),
});
const worldOf = (...triggers: Trigger[]): TesterWorld => ({
  running: {
    versionId: "draft",
    bot: {
      triggers,
      teams: [...company.teams.values()],
      settings: {
        firstContactTeam: "principal",
        otherAnswerText: "Não entendi",
        otherAnswerLimit: 2,
        personWords: ["atendente"],
      },
    },
  },
  context: { ...company, contact: { name: "Maria Silva", blocked: false } },
});
const world = worldOf(WELCOME, MOVE, MENU, PRICE);
const only = (session: { customers: readonly Customer[] }): Customer => {
  const [customer] = session.customers;
  if (!customer) throw new Error("nobody");
  return customer;
};
const maria = only(addCustomer(EMPTY, { begin: MONDAY }));
const bodies = (customer: Customer): string[] =>
  lifeOf(customer, world).entries.flatMap((entry) => ("content" in entry ? [entry.content.body] : []));

describe("several customers", () => {
  it("each has a life of its own, and the newest is looked at", () => {
    const two = addCustomer(addCustomer(EMPTY, { begin: MONDAY }), { begin: MONDAY, name: "João" });
    expect(two.current).toBe(2);
    const spoken = changeCustomer(two, 1, (customer) => act(customer, { does: "writes", text: "oi" }));
    expect(spoken.customers.map(({ steps }) => steps.length)).toEqual([1, 0]);
    expect(removeCustomer(spoken, 2)).toMatchObject({ current: 1, customers: [{ id: 1 }] });
    expect(removeCustomer(removeCustomer(spoken, 2), 1)).toMatchObject({ current: 0, customers: [] });
  });
  it("the oldest goes when there would be too many, and no id comes twice", () => {
    let session = EMPTY;
    for (let count = 0; count <= CUSTOMERS_MOST; count++) session = addCustomer(session, { begin: MONDAY });
    expect(session.customers).toHaveLength(CUSTOMERS_MOST);
    expect(session.customers[0]?.id).toBe(2);
  });
});

describe("a life", () => {
  it("is undone step by step, and lived again with another bot", () => {
    const spoken = act(act(maria, { does: "writes", text: "oi" }), { does: "taps", option: "Comercial" });
    expect(bodies(spoken)).toEqual(["Olá, Maria", "Sobre o quê?"]);
    expect(bodies(undo(spoken))).toEqual(["Olá, Maria"]);
    const changed = worldOf({ ...WELCOME, action: says("Bem-vinda", "Comercial") }, MOVE, MENU, PRICE);
    expect(
      lifeOf(spoken, changed).entries.some(
        (entry) => "content" in entry && entry.content.body === "Bem-vinda",
      ),
    ).toBe(true);
  });
  it("lights the triggers that acted, each once", () => {
    const spoken = ["oi", "Comercial", "Preço"].reduce(
      (customer, text) => act(customer, { does: "writes", text }),
      maria,
    );
    expect(litPath(lifeOf(spoken, world))).toEqual(["T1", "T2", "T3", "T4"]);
  });
  it("is asked about once a decision: at what was said, or where a silent one led", () => {
    const silent = worldOf(WELCOME, MOVE);
    const spoken = ["oi", "Comercial"].reduce(
      (customer, text) => act(customer, { does: "writes", text }),
      maria,
    );
    const kinds = (among: TesterWorld): string[] => {
      const { entries } = lifeOf(spoken, among);
      return [...explainable(entries)].map((index) => {
        const entry = entries[index];
        return entry === undefined ? "" : entry.from === "history" ? entry.event : entry.from;
      });
    };
    expect(kinds(world)).toEqual(["bot", "bot"]);
    expect(kinds(silent)).toEqual(["bot", "conversation.bot_stopped"]);
  });
  it("plays a case step by step, or all at once", () => {
    const queue = ["oi", "Comercial", "Preço"].map((text) => ({ does: "writes", text }) as const);
    const one = advance({ ...maria, queue });
    expect([one.steps.length, one.queue.length]).toEqual([1, 2]);
    expect(advance(one, true)).toMatchObject({ steps: queue, queue: [] });
    expect(advance(maria)).toBe(maria);
  });
});

describe("the clock", () => {
  const tuesday = momentOf("2026-11-24T09:30", ZONE);
  it("sets the beginning while nothing happened, in either direction", () => {
    const later = moveClock(maria, lifeOf(maria, world), tuesday, ZONE);
    expect(later).toMatchObject({ begin: "2026-11-24T09:30", steps: [] });
    expect(moveClock(later, lifeOf(later, world), momentOf(MONDAY, ZONE), ZONE).begin).toBe(MONDAY);
  });
  it("is lived through afterwards: the warning and the closing at their own times", () => {
    const spoken = act(maria, { does: "writes", text: "oi" });
    const later = moveClock(spoken, lifeOf(spoken, world), tuesday, ZONE);
    expect(later.steps.at(-1)).toEqual({ does: "waits", hours: 24.5 });
    expect(bodies(later)).toEqual(["Olá, Maria", "Ainda está aí?", "Encerramos."]);
    expect(lifeOf(later, world).now).toBe(tuesday);
    expect(moveClock(later, lifeOf(later, world), momentOf(MONDAY, ZONE), ZONE)).toBe(later);
  });
});

describe("begun at a trigger", () => {
  const at = momentOf(MONDAY, ZONE);
  it("stands in its team with its menu open, whatever it asks for", () => {
    const run = beginAt(MENU, world, at);
    expect(run.conversation).toMatchObject({
      teamId: "comercial",
      owner: "bot",
      bot: { menu: { triggerId: "T3" } },
    });
    expect(run.entries.map((entry) => ("content" in entry ? entry.content.body : entry.from))).toEqual([
      "history",
      "Sobre o quê?",
    ]);
    const tapped = lifeOf({ ...maria, start: "T3", steps: [{ does: "taps", option: "Preço" }] }, world);
    expect(tapped.entries.findLast((entry) => "content" in entry)).toMatchObject({ triggerId: "T4" });
  });
  it("goes on to where a hand-over leads", () => {
    expect(beginAt(MOVE, world, at).conversation).toMatchObject({
      teamId: "comercial",
      bot: { menu: { triggerId: "T3" } },
    });
  });
  it("takes a team in which 'is not' holds, and a trigger that is gone for none", () => {
    const elsewhere = trigger("T5", {
      team: { operator: "is_not", team: "principal" },
      action: says("Aqui?", "Sim"),
    });
    expect(beginAt(elsewhere, worldOf(WELCOME, elsewhere), at).conversation?.teamId).toBe("comercial");
    expect(lifeOf({ ...maria, start: "gone" }, world).entries).toEqual([]);
  });
});

describe("a kept script", () => {
  const script = {
    begin: MONDAY,
    steps: [{ does: "writes", text: "oi" } as const, { does: "writes", text: "Comercial" } as const],
  };
  const expected = ["Olá, cliente", "→ comercial", "Sobre o quê?"];
  it("passes while the bot says what it said, to a customer without a name", () => {
    expect(playedOutcome(script, world.running, company)).toEqual(expected);
    expect(verdictOf({ ...script, expected }, world.running, company).passes).toBe(true);
  });
  it("fails where a word changed, and shows both", () => {
    const other = worldOf({ ...WELCOME, action: says("Bom dia", "Comercial") }, MOVE, MENU);
    expect(verdictOf({ ...script, expected }, other.running, company)).toMatchObject({
      passes: false,
      lines: [
        { kind: "missing", text: "Olá, cliente" },
        { kind: "extra", text: "Bom dia" },
        { kind: "same" },
        { kind: "same" },
      ],
    });
  });
});
