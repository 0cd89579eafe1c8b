import { describe, expect, it } from "vitest";
import { botOwned, context, lines, NOW, off, on, runs, state, texts } from "../testing/desk.ts";
import { templatesByKey } from "../template/behind.ts";
import type { TemplateFacts } from "../template/types.ts";
import { templateOf } from "../testing/templates.ts";
import { HOUR, inTeam, longerThan, MINUTE, says, trigger } from "../testing/guide-bot.ts";
import { returnToBot } from "./commands.ts";
import { inactivityClosesAt, nextWake, onTimerDue } from "./wake.ts";

const answered = state({
  waitingSince: null,
  lastInteractionAt: NOW,
  unread: 0,
  windowClosesAt: NOW + 30 * HOUR,
});
const spoken = context({
  autoMessages: texts({
    inactivity_warning: on("Ainda aí?"),
    inactivity_closing: on("Encerrada"),
    survey: on("De 1 a 5?"),
  }),
});

describe("closing for inactivity", () => {
  it.each([
    ["so many hours after the last message, when the customer's word is next", answered, NOW + 24 * HOUR],
    ["never while a person is waited for", state(), null],
    ["never while pending", { ...answered, status: "pending" as const }, null],
    ["never twice", { ...answered, status: "closed" as const }, null],
    ["resolved, whoever wrote last", state({ status: "resolved" }), NOW + 23 * HOUR],
    ["with the bot too", botOwned(), NOW + 23 * HOUR],
    ["not before anything was said", state({ lastInteractionAt: null, waitingSince: null }), null],
  ])("%s", (_name, before, at) => expect(inactivityClosesAt(before, context())).toBe(at));

  it("who waited for a person overnight has all of the time again once the bot has the word back", () => {
    const overnight = state({ lastInteractionAt: NOW - 13 * HOUR });
    const back = returnToBot(overnight, "ana", { contact: { name: null, blocked: false } }, NOW);
    const given = back.ok ? back.state : overnight;
    const short = context({ inactivityHours: 12 });
    expect(inactivityClosesAt(given, short)).toBe(NOW + 12 * HOUR);
    const asks = runs(trigger("T1", { fires: "on_silence", idle: longerThan(2), action: says("Ainda aí?") }));
    expect(nextWake(given, asks, short)).toBe(NOW + 2 * HOUR + 1);
    expect(lines(onTimerDue(given, asks, short, NOW))).toEqual([]);
    expect(lines(onTimerDue(given, asks, short, NOW + 2 * HOUR + 1))).toEqual([
      "trace",
      "send bot Ainda aí?",
    ]);
  });

  it("goes by the team's own hours", () => {
    const teams = new Map(context().teams);
    teams.set("principal", { ...teams.get("principal")!, inactivityHours: 2 });
    expect(inactivityClosesAt(answered, context({ teams }))).toBe(NOW + 2 * HOUR);
  });

  it("says so, asks for a rating, and ends everything", () => {
    const { state: after, effects } = onTimerDue(answered, null, spoken, NOW + 24 * HOUR);
    expect(lines({ effects })).toEqual([
      "send system Encerrada",
      "send system De 1 a 5?",
      "conversation.closed",
    ]);
    expect(after).toMatchObject({
      status: "closed",
      closedAt: NOW + 24 * HOUR,
      closeReason: "inactivity",
      surveySentAt: NOW + 24 * HOUR,
      unread: 0,
      waitingSince: null,
    });
    expect(nextWake(after, null, spoken)).toBe(null);
    expect(onTimerDue(after, null, spoken, NOW + 99 * HOUR)).toEqual({ state: after, effects: [] });
  });
  it("says the templates behind its texts outside the window; what cannot be said is told", () => {
    const use = (name: string) => ({ name, language: "pt_BR", values: { "body.1": "{{conta.nome}}" } });
    const company = context({
      autoMessages: texts({
        inactivity_closing: { ...on("Encerrada"), template: use("fim") },
        survey: { ...on("De 1 a 5?"), template: use("nota") },
        inactivity_warning: { ...off("Ainda aí?"), template: use("fim") },
      }),
      templates: templatesByKey([templateOf({ name: "fim", body: "{{1}}: encerramos" })]),
    });
    const late = { ...answered, windowClosesAt: NOW + 24 * HOUR };
    const { state: after, effects } = onTimerDue(late, null, company, NOW + 24 * HOUR);
    expect(lines({ effects })).toEqual([
      "send system Loja: encerramos",
      "conversation.template_unsaid",
      "conversation.closed",
    ]);
    expect(effects[0]).toMatchObject({ occurrenceKey: "c1:inactivity_closing:end" });
    expect(effects[1]).toMatchObject({ data: { message: "survey", name: "nota", code: "template_missing" } });
    // nobody was asked for a rating
    expect(after.surveySentAt).toBe(null);
    const inTime = onTimerDue(answered, null, company, NOW + 24 * HOUR);
    expect(lines(inTime).slice(0, 2)).toEqual(["send system Encerrada", "send system De 1 a 5?"]);
  });
  it("is silent outside the window, and for what was resolved", () => {
    const late = onTimerDue({ ...answered, windowClosesAt: NOW + 24 * HOUR }, null, spoken, NOW + 24 * HOUR);
    expect(lines(late)).toEqual(["conversation.closed"]);
    expect(late.state.surveySentAt).toBe(null);
    const resolved = { ...answered, status: "resolved" as const };
    expect(lines(onTimerDue(resolved, null, spoken, NOW + 24 * HOUR))).toEqual(["conversation.closed"]);
  });
  it("too early does nothing", () =>
    expect(onTimerDue(answered, null, context(), NOW + 24 * HOUR - 1)).toEqual({
      state: answered,
      effects: [],
    }));
});

describe("the warning before it", () => {
  it("comes its hours before, once, and does not put off the closing", () => {
    expect(nextWake(answered, null, spoken)).toBe(NOW + 23 * HOUR);
    const { state: after, effects } = onTimerDue(answered, null, spoken, NOW + 23 * HOUR);
    expect(effects).toMatchObject([{ type: "send", occurrenceKey: `c1:inactivity_warning:${NOW}` }]);
    expect(after).toEqual({ ...answered, warnedFor: NOW });
    expect(nextWake(after, null, spoken)).toBe(NOW + 24 * HOUR);
    expect(onTimerDue(after, null, spoken, NOW + 23.5 * HOUR).effects).toEqual([]);
  });
  it("is never longer than half the time", () =>
    expect(nextWake(answered, null, { ...spoken, inactivityHours: 1, warningHours: 5 })).toBe(
      NOW + 30 * MINUTE,
    ));
  it("is not given to what is resolved, nor when it is switched off", () => {
    expect(nextWake({ ...answered, status: "resolved" }, null, spoken)).toBe(NOW + 24 * HOUR);
    expect(nextWake(answered, null, context())).toBe(NOW + 24 * HOUR);
  });
  it("not sent for a closed window, it is done all the same", () => {
    const shut = { ...answered, windowClosesAt: NOW + HOUR };
    const { state: after, effects } = onTimerDue(shut, null, spoken, NOW + 23 * HOUR);
    expect([effects, after.warnedFor]).toEqual([[], NOW]);
  });
});

describe("silence triggers", () => {
  const asks = runs(
    trigger("T1", { fires: "on_silence", idle: longerThan(2), action: says("Ainda está aí?") }),
    trigger("T2", { fires: "on_silence", team: inTeam("suporte"), idle: longerThan(1) }),
  );
  const quiet = botOwned({ lastInteractionAt: NOW });
  it("wake the conversation of the bot, before its closing", () => {
    expect(nextWake(quiet, asks, context())).toBe(NOW + 2 * HOUR + 1);
    expect(nextWake({ ...quiet, owner: "team" }, asks, context())).toBe(NOW + 24 * HOUR);
    expect(nextWake(quiet, null, context())).toBe(NOW + 24 * HOUR);
  });
  it("speak once, which is an interaction", () => {
    const due = NOW + 2 * HOUR + 1;
    const { state: after, effects } = onTimerDue(quiet, asks, context(), due);
    expect(lines({ effects })).toEqual(["trace", "send bot Ainda está aí?"]);
    expect(effects[1]).toMatchObject({ occurrenceKey: `c1:bot:silence:${NOW}:0`, triggerId: "T1" });
    expect(after).toMatchObject({ owner: "bot", lastInteractionAt: due });
    expect(nextWake(after, asks, context())).toBe(due + 24 * HOUR);
  });
  it("leave alone what people marked as resolved or pending", () => {
    for (const status of ["resolved", "pending"] as const) {
      const marked = { ...quiet, status };
      expect(nextWake(marked, asks, context())).toBe(status === "resolved" ? NOW + 24 * HOUR : null);
      expect(onTimerDue(marked, asks, context(), NOW + 3 * HOUR)).toEqual({ state: marked, effects: [] });
    }
  });
  it("are silent outside the window, and are done", () => {
    const shut = { ...quiet, windowClosesAt: NOW };
    const { state: after, effects } = onTimerDue(shut, asks, context(), NOW + 3 * HOUR);
    expect(lines({ effects })).toEqual(["trace"]);
    expect(nextWake(after, asks, context())).toBe(NOW + 24 * HOUR);
    expect(effects).toMatchObject([{ trace: { steps: [{ winner: "T1", closed: "no_template" }] } }]);
  });
});

describe("a silence after the window, with a template behind the message", () => {
  const use = { name: "volta", language: "pt_BR", values: { "body.1": "{{contato.primeiro_nome|cliente}}" } };
  const back = templateOf({ name: "volta", body: "Oi, {{1}}. Ainda podemos ajudar?" });
  const asks = runs(
    trigger("T1", {
      fires: "on_silence",
      idle: longerThan(25),
      action: {
        type: "smart_message",
        text: "Ainda aí?",
        keywords: ["Sim"],
        presentation: "auto",
        template: use,
      },
    }),
  );
  const due = NOW + 25 * HOUR + 1;
  const quiet = botOwned({ lastInteractionAt: NOW, windowClosesAt: NOW + 24 * HOUR });
  const known = (...templates: TemplateFacts[]) =>
    context({ inactivityHours: 100, templates: templatesByKey(templates) });

  it("says the template, and goes on as if the text had been said: its menu open", () => {
    const { state: after, effects } = onTimerDue(quiet, asks, known(back), due);
    expect(lines({ effects })).toEqual(["trace", "send bot Oi, Lia. Ainda podemos ajudar?"]);
    expect(effects).toMatchObject([
      { trace: { steps: [{ closed: "template_said" }] } },
      {
        triggerId: "T1",
        occurrenceKey: `c1:bot:silence:${NOW}:0`,
        content: { type: "template", name: "volta", parameters: { body: [{ name: null, text: "Lia" }] } },
      },
    ]);
    expect(after).toMatchObject({
      owner: "bot",
      lastInteractionAt: due,
      bot: { menu: { triggerId: "T1", options: [{ keyword: "Sim" }] } },
    });
    expect(onTimerDue(after, asks, known(back), due + 30 * HOUR).effects).toEqual([]);
  });

  it("says the text while the window is open", () =>
    expect(lines(onTimerDue({ ...quiet, windowClosesAt: due + 1 }, asks, known(back), due))).toEqual([
      "trace",
      "send bot Ainda aí?",
    ]));

  it("says nothing when the template cannot be, and why; once", () => {
    const paused = known({ ...back, status: "PAUSED" });
    const { state: after, effects } = onTimerDue(quiet, asks, paused, due);
    expect(effects).toMatchObject([
      { type: "trace", trace: { steps: [{ closed: "template_not_approved" }] } },
      {
        type: "history",
        event: "conversation.template_unsaid",
        data: { triggerId: "T1", name: "volta", code: "template_not_approved", status: "PAUSED" },
      },
    ]);
    expect(after).toMatchObject({ owner: "bot", lastInteractionAt: NOW, bot: { menu: quiet.bot.menu } });
    expect(onTimerDue(after, asks, known(back), due + HOUR).effects).toEqual([]);
  });
});
