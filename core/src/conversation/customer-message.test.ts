import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, on, runs, state, texts } from "../testing/desk.ts";
import {
  handsTo,
  HOUR,
  inTeam,
  longerThan,
  menuOf,
  says,
  T1,
  T2,
  T4,
  trigger,
} from "../testing/guide-bot.ts";
import { isWindowOpen, windowLevel } from "../window/service-window.ts";
import {
  onCustomerMessage,
  onCustomerSign,
  onSurveyAnswer,
  openConversation,
  surveyAnswer,
} from "./customer-message.ts";
import type { ConversationState } from "./types.ts";

const guide = runs(T1, T2, T4);
const opened = (hasBot: boolean): ConversationState =>
  openConversation({ id: "c1", protocol: 7, at: NOW, teamId: "principal", hasBot });
const comes = (
  before: ConversationState,
  said = message("oi"),
  running: Parameters<typeof onCustomerMessage>[2] = guide,
  settings = context(),
  now = NOW,
  fresh = false,
) => onCustomerMessage(before, said, running, settings, now, fresh);

describe("a conversation begins", () => {
  it("in the team of first contact, with the bot's answer and its trace, after the welcome", () => {
    const welcome = context({
      autoMessages: texts({ welcome: on("Bem-vinda, {{contato.primeiro_nome|cliente}}") }),
    });
    const { state: after, effects } = comes(opened(true), message("oi"), guide, welcome, NOW, true);
    expect(lines({ effects })).toEqual([
      "conversation.opened",
      "send system Bem-vinda, Lia",
      "trace",
      "send bot Olá!",
    ]);
    expect(after).toMatchObject({
      teamId: "principal",
      owner: "bot",
      status: "open",
      unread: 1,
      lastCustomerAt: NOW,
      lastInteractionAt: NOW,
      windowClosesAt: NOW + 24 * HOUR,
      waitingSince: null,
      bot: { versionId: "v1", menu: { triggerId: "T1" } },
    });
  });
  it("with people where no bot is published, who are waited for from then on", () => {
    const { state: after, effects } = comes(opened(false), message("oi"), null, context(), NOW, true);
    expect(lines({ effects })).toEqual(["conversation.opened"]);
    expect(after).toMatchObject({ owner: "team", waitingSince: NOW, unread: 1 });
  });
  it("without a word of ours for what must never be answered", () => {
    const welcome = context({ autoMessages: texts({ welcome: on("Oi"), out_of_hours: on("Fechado") }) });
    const group = message("oi", { answerable: false, opensWindow: false });
    const { state: after, effects } = comes(opened(false), group, guide, welcome, NOW, true);
    expect(lines({ effects })).toEqual(["conversation.opened"]);
    expect(after.windowClosesAt).toBe(null);
  });
});

describe("a customer's message", () => {
  it("counts as unread, opens the window by Meta's clock and never shortens it", () => {
    const late = message("oi", { at: NOW - 2 * HOUR });
    const after = comes(state({ windowClosesAt: null, lastCustomerAt: null }), late).state;
    expect(after).toMatchObject({
      unread: 4,
      windowClosesAt: NOW + 22 * HOUR,
      lastCustomerAt: NOW - 2 * HOUR,
    });
    expect(comes(state(), message("a", { at: NOW - 9 * HOUR })).state).toMatchObject({
      windowClosesAt: NOW + 23 * HOUR,
      lastCustomerAt: NOW - HOUR,
      lastInteractionAt: NOW - HOUR,
    });
    expect(comes(state(), message("a", { opensWindow: false })).state.windowClosesAt).toBe(NOW + 23 * HOUR);
  });
  it("opens again what was resolved, and leaves pending what is pending", () => {
    const resolved = comes(state({ status: "resolved", waitingSince: null, unread: 0 }));
    expect(lines(resolved)).toEqual(["conversation.reopened"]);
    expect(resolved.state).toMatchObject({ status: "open", unread: 1, waitingSince: NOW });
    const pending = comes(state({ status: "pending", owner: "agent", agentId: "ana" }));
    expect(lines(pending)).toEqual([]);
    expect(pending.state).toMatchObject({ status: "pending", owner: "agent", agentId: "ana" });
  });
  it("is timed by Meta's clock, not by its arrival", () => {
    const before = botOwned({ lastInteractionAt: NOW - 2 * HOUR, bot: { ...botOwned().bot, menu: null } });
    const idleOf = (at: number): unknown =>
      comes(before, message("oi", { at }), guide).effects.flatMap((effect) =>
        effect.type === "trace" ? effect.trace.steps.map(({ idleMs, winner }) => [idleMs, winner]) : [],
      )[0];
    expect(idleOf(NOW - 1.5 * HOUR)).toEqual([HOUR / 2, null]);
    expect(idleOf(NOW - HOUR + 1)).toEqual([HOUR + 1, "T1"]);
    // older than the last word: no time has passed
    expect(idleOf(NOW - 3 * HOUR)).toEqual([0, null]);
  });
  it("is waited with since the first one unanswered", () =>
    expect(comes(state()).state.waitingSince).toBe(NOW - HOUR));
  it("is not answered by the bot where a person has the word", () => {
    for (const before of [state(), state({ owner: "agent", agentId: "ana" })])
      expect(lines(comes(before, message("comercial")))).toEqual([]);
  });
  it("not answerable, or without a bot, takes the word from the bot and leaves it to people, told in the history", () => {
    const group = comes(botOwned(), message("oi", { answerable: false }));
    expect(lines(group)).toEqual(["conversation.bot_stopped"]);
    expect(group.state).toMatchObject({ owner: "team", waitingSince: NOW, bot: { menu: null } });
    expect(lines(comes(botOwned(), message("oi"), null))).toEqual(["conversation.bot_stopped"]);
  });
  it("hands over with both texts, in order, each under its own key", () => {
    const settings = context({
      autoMessages: texts({ hand_over: on("Você agora fala com {{equipe.nome}}") }),
    });
    const { state: after, effects } = comes(
      botOwned(),
      message("Comercial", { cause: "m1" }),
      guide,
      settings,
    );
    expect(lines({ effects })).toEqual([
      "trace",
      "conversation.handed_over",
      "send system Você agora fala com Comercial",
      "send bot Sobre o quê?",
    ]);
    expect(effects.flatMap((effect) => (effect.type === "send" ? [effect.occurrenceKey] : []))).toEqual([
      "c1:hand_over:m1:comercial",
      "c1:bot:m1:0",
    ]);
    expect(after).toMatchObject({ teamId: "comercial", owner: "bot", bot: { menu: { triggerId: "T4" } } });
  });
  it("names each team of a circle once", () => {
    const circle = runs(
      trigger("T1", { action: handsTo("comercial") }),
      trigger("T2", { fires: "on_entry", team: inTeam("comercial"), action: handsTo("suporte") }),
      trigger("T3", { fires: "on_entry", team: inTeam("suporte"), action: handsTo("comercial") }),
    );
    const settings = context({ autoMessages: texts({ hand_over: on("Agora {{equipe.nome}}") }) });
    const { effects } = comes(botOwned(), message("oi"), circle, settings);
    expect(lines({ effects }).filter((line) => line.startsWith("send"))).toEqual([
      "send system Agora Comercial",
      "send system Agora Suporte",
    ]);
    expect(lines({ effects }).slice(-2)).toEqual(["alert", "conversation.bot_stopped"]);
  });
  it("that stops the bot cancels what it still had queued, and begins the wait", () => {
    const { state: after, effects } = comes(botOwned(), message("Atendente"));
    expect(lines({ effects })).toEqual(["trace", "cancel_automatic", "conversation.bot_stopped"]);
    expect(effects.at(-1)).toMatchObject({ data: { reason: "asked_for_person" } });
    expect(after).toMatchObject({ owner: "team", waitingSince: NOW, bot: { menu: null, otherAnswers: 0 } });
  });
  it("is answered under the version whose menu is open, which the state remembers", () => {
    const old = { ...guide, versionId: "v0" };
    const said = comes(botOwned({ bot: { ...botOwned().bot, versionId: "v0" } }), message("hein?"), old);
    expect(said.state.bot).toMatchObject({ versionId: "v0", otherAnswers: 2, menu: { triggerId: "T1" } });
  });
  it("that comes when the window has closed again goes to people: the bot cannot speak", () => {
    const late = message("oi", { at: NOW - 25 * HOUR });
    const { state: after, effects } = comes(opened(true), late, guide, context(), NOW, true);
    expect(lines({ effects })).toEqual([
      "conversation.opened",
      "trace",
      "cancel_automatic",
      "conversation.bot_stopped",
    ]);
    expect(effects.at(-1)).toMatchObject({ data: { reason: "window_closed" } });
    expect(after).toMatchObject({ owner: "team", waitingSince: NOW - 25 * HOUR, bot: { menu: null } });
    const moved = comes(botOwned({ windowClosesAt: null }), { ...late, text: "Comercial" });
    expect(lines(moved).slice(-2)).toEqual(["conversation.handed_over", "conversation.bot_stopped"]);
    expect(moved.state).toMatchObject({ teamId: "comercial", owner: "team", bot: { menu: null } });
  });
  it("is greeted by the hour of the account's zone", () => {
    const greets = runs(
      trigger("T1", { action: says("{{saudacao}}, aqui é da {{conta.nome}}, nº {{protocolo}}", "A") }),
    );
    const settings = (timeZone: string) => context({ timeZone });
    expect(lines(comes(botOwned(), message("x"), greets, settings("America/Sao_Paulo")))[1]).toBe(
      "send bot bom dia, aqui é da Loja, nº 7",
    );
    expect(lines(comes(botOwned(), message("x"), greets, settings("Asia/Tokyo")))[1]).toBe(
      "send bot boa noite, aqui é da Loja, nº 7",
    );
  });
});

describe("out of hours", () => {
  const hours = { days: Array.from({ length: 7 }, (_, day) => (day === 1 ? [{ from: 600, to: 1080 }] : [])) };
  const closed = context({ businessHours: hours, autoMessages: texts({ out_of_hours: on("Fechado") }) });
  it("is told when people are waited for, under one key a local day", () => {
    const { effects } = comes(state(), message("oi"), guide, closed);
    expect(effects).toMatchObject([{ type: "send", occurrenceKey: "c1:out_of_hours:2026-11-23" }]);
    expect(lines(comes(state(), message("oi"), guide, closed, NOW + HOUR))).toEqual([]);
    // 22:30 of Monday in São Paulo is Tuesday in London
    const night = comes(state(), message("oi"), guide, closed, NOW + 13.5 * HOUR).effects;
    expect(night).toMatchObject([{ occurrenceKey: "c1:out_of_hours:2026-11-23" }]);
  });
  it("is told once a local day, however often the customer writes", () => {
    const once = comes(state(), message("oi"), guide, closed).state;
    expect(lines(comes(once, message("alô?"), guide, closed, NOW + HOUR / 2))).toEqual([]);
    expect(lines(comes(once, message("alô?"), guide, closed, NOW + 13.5 * HOUR))).toEqual([]);
    // the bot that stops on the same day says it no second time
    const owned = { ...botOwned(), outOfHoursOn: once.outOfHoursOn };
    expect(lines(comes(owned, message("atendente"), guide, closed))).not.toContain("send system Fechado");
    expect(lines(comes(once, message("bom dia"), guide, closed, NOW + 16 * HOUR))).toEqual([
      "send system Fechado",
    ]);
  });
  it("that could not be said, the window being closed, is said at the next message", () => {
    const late = message("oi", { at: NOW - 25 * HOUR });
    const before = comes(state({ windowClosesAt: null }), late, guide, closed);
    expect(lines(before)).toEqual([]);
    expect(lines(comes(before.state, message("oi"), guide, closed))).toEqual(["send system Fechado"]);
  });
  it("is not told while the bot answers, and is told when it stops", () => {
    expect(lines(comes(botOwned(), message("Comercial"), guide, closed))).not.toContain(
      "send system Fechado",
    );
    expect(lines(comes(botOwned(), message("atendente"), guide, closed)).at(-1)).toBe("send system Fechado");
  });
  it("is told on a holiday within the hours, unless the team works then", () => {
    const always = { days: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) };
    const own = [{ date: "2020-11-23", name: "Aniversário", yearly: true }];
    const free = { ...closed, businessHours: always, holidays: { national: [], own } };
    expect(lines(comes(state(), message("oi"), guide, free))).toEqual(["send system Fechado"]);
    expect(lines(comes(state(), message("oi"), guide, { ...free, businessHours: null }))).toEqual([]);
    const teams = new Map(free.teams);
    teams.set("principal", { ...free.teams.get("principal")!, worksHolidays: true });
    expect(lines(comes(state(), message("oi"), guide, { ...free, teams }))).toEqual([]);
  });
  it("goes by the team's own hours where it has some", () => {
    const open = { days: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) };
    const teams = new Map(closed.teams);
    teams.set("principal", { ...closed.teams.get("principal")!, businessHours: open });
    expect(lines(comes(state(), message("oi"), guide, { ...closed, teams }))).toEqual([]);
  });
});

describe("the survey of an ended conversation", () => {
  const asked = state({ status: "closed", surveySentAt: NOW - HOUR, unread: 0, waitingSince: null });
  it.each([
    ["5", 5],
    [" 1️⃣ ", 1],
    ["3!", 3],
    ["0", null],
    ["6", null],
    ["10", null],
    ["muito bom", null],
    [null, null],
  ])("%j is %j", (text, rating) => expect(surveyAnswer(asked, message(text))).toBe(rating));
  it("is answered once, within a day, and only where it was asked", () => {
    expect(surveyAnswer({ ...asked, rating: 4 }, message("5"))).toBe(null);
    expect(surveyAnswer({ ...asked, surveySentAt: null }, message("5"))).toBe(null);
    expect(surveyAnswer(asked, message("5", { at: NOW + 23 * HOUR }))).toBe(5);
    expect(surveyAnswer(asked, message("5", { at: NOW + 23 * HOUR + 1 }))).toBe(null);
  });
  it("is recorded, and opens nothing but the window", () => {
    const rated = onSurveyAnswer(asked, message("5"), 5);
    expect(lines(rated)).toEqual(["conversation.rated"]);
    expect(rated.state).toEqual({
      ...asked,
      rating: 5,
      lastCustomerAt: NOW,
      windowClosesAt: NOW + 24 * HOUR,
    });
  });
});

describe("signs and windows", () => {
  it("a reaction moves the window and asks nothing of anybody", () => {
    const before = state({ status: "resolved", unread: 0, waitingSince: null });
    const sign = onCustomerSign(before, message(null));
    expect(sign).toEqual({ state: { ...before, windowClosesAt: NOW + 24 * HOUR }, effects: [] });
  });
  it.each([
    [null, "closed"],
    [NOW, "closed"],
    [NOW + 1, "urgent"],
    [NOW + HOUR / 2 - 1, "urgent"],
    [NOW + HOUR / 2, "soon"],
    [NOW + 2 * HOUR - 1, "soon"],
    [NOW + 2 * HOUR, "ok"],
  ])("a window that closes at %j is %s", (closesAt, level) => {
    expect(windowLevel(closesAt, NOW)).toBe(level);
    expect(isWindowOpen(closesAt, NOW)).toBe(level !== "closed");
  });
  it("the bot's menu of a tap survives as it was shown", () => {
    const taps = runs(trigger("T1", { idle: longerThan(1), action: says("Olá!", "Comercial") }));
    expect(comes(opened(true), message("oi"), taps, context(), NOW, true).state.bot.menu).toEqual(
      menuOf(false, "Comercial"),
    );
  });
});
