import { describe, expect, it } from "vitest";
import { decide } from "../decide.ts";
import { nextSilenceAt } from "../silence.ts";
import { fresh, HOUR, handsTo, inTeam, says, T1, T2, T3, T4, T5, trigger } from "../../testing/guide-bot.ts";
import type { Bot, BotState, Decision, Trigger } from "../types.ts";
import type { Finding, FindingCode, VerifyFacts, Witness } from "./findings.ts";
import { verify } from "./verify.ts";

const say = (
  text: string,
  keywords: string[],
  presentation: "auto" | "text" | "buttons" | "list",
): Trigger["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation,
  template: null,
});
/** The guide's example with an answer for all it offers. */
const GUIDE = [T1, T2, T3, { ...T4, action: says("Menu", "Atendimento") }, T5];

function botOf(triggers: Trigger[], over: { withoutMembers?: string[]; limit?: number } = {}): Bot {
  return {
    triggers,
    teams: ["principal", "comercial", "suporte", "cobranca"].map((id) => ({
      id,
      name: id,
      hasMembers: !over.withoutMembers?.includes(id),
    })),
    settings: {
      firstContactTeam: "principal",
      otherAnswerText: "Não entendi",
      otherAnswerLimit: over.limit ?? 2,
      personWords: ["atendente"],
    },
  };
}

const change = (id: string, over: Partial<Trigger>): Trigger[] =>
  GUIDE.map((entry) => (entry.id === id ? { ...entry, ...over } : entry));
const find = (bot: Bot, code: FindingCode, facts: VerifyFacts = {}): Finding[] =>
  verify(bot, facts).filter((finding) => finding.code === code);

/** Plays a witness from a new conversation on; answers its last decision. */
function play(bot: Bot, witness: Witness | null): Decision {
  let state: BotState = fresh;
  let last: Decision | null = null;
  for (const step of witness?.steps ?? []) {
    const before = state.lastInteractionAt ?? 0;
    last =
      "silenceHours" in step
        ? decide(bot, state, { type: "silence" }, nextSilenceAt(bot, state) ?? 0)
        : decide(bot, state, { type: "message", text: step.says }, before + (step.idleHours ?? 0) * HOUR);
    ({ state } = last);
  }
  if (last === null) throw new Error("a witness without steps");
  return last;
}

const winners = (decision: Decision) => decision.trace.steps.map(({ winner }) => winner);

it("has nothing against the guide's example but that Suporte answers with people", () => {
  expect(verify(botOf(GUIDE)).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    "info team_without_entry",
  ]);
});

describe("the beginning", () => {
  it("needs an answer for a new contact", () => {
    const [finding] = find(botOf(GUIDE.slice(1)), "no_opening");
    expect(play(botOf(GUIDE.slice(1)), finding?.witness ?? null).effects).toEqual([
      { type: "stop", reason: "no_trigger" },
    ]);
    expect(find(botOf(GUIDE), "no_opening")).toEqual([]);
    const byEntry = [
      ...GUIDE.slice(1),
      trigger("T6", { fires: "on_entry", action: says("Oi", "Comercial", "Suporte") }),
    ];
    expect(find(botOf(byEntry), "no_opening")).toEqual([]);
  });

  it("wants the opening to wait longer than an hour, and shows the message that both would answer", () => {
    const eager = botOf(change("T1", { idle: { operator: "greater_than", hours: 0.5 } }));
    const [finding] = find(eager, "opening_too_eager");
    expect(finding).toMatchObject({ severity: "error", triggerIds: ["T1", "T2"] });
    const [step] = play(eager, finding?.witness ?? null).trace.steps;
    expect(step?.considered.filter(({ holds }) => holds).map(({ triggerId }) => triggerId)).toEqual([
      "T1",
      "T2",
    ]);
    expect(find(botOf(change("T1", { idle: null })), "opening_too_eager")).toHaveLength(1);
    expect(find(botOf(change("T1", finding?.repair?.change ?? {})), "opening_too_eager")).toEqual([]);
  });
});

describe("the order", () => {
  it("tells when only the place in the list decides", () => {
    const twice = botOf([
      ...GUIDE,
      trigger("T6", { ...T2, id: "T6", position: 6, action: handsTo("suporte") }),
    ]);
    const [finding] = find(twice, "only_position_decides");
    expect(finding).toMatchObject({ severity: "warning", triggerIds: ["T2", "T6"] });
    expect(play(twice, finding?.witness ?? null).trace.steps[0]).toMatchObject({
      winner: "T2",
      runnerUp: "T6",
      wonBy: "position",
    });
    const apart = botOf([
      ...GUIDE,
      trigger("T6", { expectedReply: ["Comercial"], action: handsTo("suporte") }),
    ]);
    expect(find(apart, "only_position_decides")).toEqual([]);
  });

  it("tells what can never win: shadowed, in a team nobody reaches, beaten at every hour", () => {
    const shadowed = botOf([
      ...GUIDE,
      trigger("T6", {
        expectedReply: ["comercial!"],
        idle: { operator: "less_than", hours: 20 },
        action: handsTo("suporte"),
      }),
    ]);
    const [finding] = find(shadowed, "never_wins");
    expect(finding).toMatchObject({ triggerIds: ["T6", "T2"], data: { because: "shadowed" } });
    expect(winners(play(shadowed, finding?.witness ?? null))[0]).toBe("T2");
    const longer = botOf([
      ...GUIDE,
      trigger("T6", { expectedReply: ["comercial!"], action: handsTo("suporte") }),
    ]);
    expect(find(longer, "never_wins")).toEqual([]);
    const away = botOf([...GUIDE, trigger("T6", { team: inTeam("cobranca"), expectedReply: ["boleto"] })]);
    expect(find(away, "never_wins")).toMatchObject([
      { triggerIds: ["T6"], data: { because: "team_not_reached" } },
    ]);
  });

  it("lets one entry trigger per team answer", () => {
    const second = trigger("T6", {
      team: inTeam("comercial"),
      fires: "on_entry",
      action: says("Outro menu", "Atendimento"),
    });
    const [finding] = find(botOf([...GUIDE, second]), "two_entries");
    expect(finding).toMatchObject({ severity: "error", triggerIds: ["T4", "T6"] });
    expect(winners(play(botOf([...GUIDE, second]), finding?.witness ?? null))).toEqual(["T2", "T4"]);
    expect(
      find(botOf([...GUIDE, { ...second, team: { operator: "is_not", team: "suporte" } }]), "two_entries"),
    ).toEqual([]);
  });
});

describe("hand-overs", () => {
  it("need somebody at the other end", () => {
    const bot = botOf(GUIDE, { withoutMembers: ["suporte"] });
    const [finding] = find(bot, "team_without_people");
    expect(finding).toMatchObject({ severity: "error", data: { team: "suporte" } });
    expect(play(bot, finding?.witness ?? null).effects.at(-1)).toEqual({
      type: "stop",
      reason: "no_trigger",
    });
    expect(find(botOf(GUIDE), "team_without_people")).toEqual([]);
    expect(find(botOf(GUIDE), "team_without_entry")).toMatchObject([
      { severity: "info", data: { team: "suporte" } },
    ]);
  });

  it("do not go in a circle by themselves", () => {
    const round = botOf([
      ...change("T4", { action: handsTo("suporte") }),
      trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: handsTo("comercial") }),
    ]);
    const [finding] = find(round, "hand_over_cycle");
    expect(play(round, finding?.witness ?? null).effects.at(-1)).toEqual({
      type: "stop",
      reason: "hand_over_loop",
    });
    expect(find(botOf(change("T4", { action: handsTo("suporte") })), "hand_over_cycle")).toEqual([]);
  });

  it("to a team that is closed want an answer for those hours", () => {
    const limitedHours = new Set(["comercial"]);
    expect(
      find(botOf(GUIDE), "hand_over_out_of_hours", { limitedHours, answersOutOfHours: false }),
    ).toMatchObject([{ severity: "warning", triggerIds: ["T2"] }]);
    expect(find(botOf(GUIDE), "hand_over_out_of_hours", { limitedHours, answersOutOfHours: true })).toEqual(
      [],
    );
  });
});

describe("menus", () => {
  it("offer only what somebody answers", () => {
    const bot = botOf(change("T1", { action: says("Olá!", "Comercial", "Suporte", "Financeiro") }));
    const [finding] = find(bot, "keyword_unanswered");
    expect(finding).toMatchObject({ severity: "error", triggerIds: ["T1"], data: { keyword: "Financeiro" } });
    expect(play(bot, finding?.witness ?? null).trace.steps[0]).toMatchObject({
      winner: null,
      otherwise: "other_answer",
    });
    expect(find(botOf(change("T1", finding?.repair?.change ?? {})), "keyword_unanswered")).toEqual([]);
    expect(
      find(
        botOf(change("T1", { action: says("Olá!", "Comercial", "Suporte", "Atendente") })),
        "keyword_unanswered",
      ),
    ).toEqual([]);
  });

  it("whose option was renamed lead to the one trigger that waits for the old word", () => {
    const renamed = botOf(change("T4", { action: says("Menu", "Atendimento humano") }));
    const [finding] = find(renamed, "keyword_unanswered");
    expect(finding?.repair).toEqual({
      triggerId: "T5",
      change: { expectedReply: ["Atendimento", "Atendimento humano"] },
    });
    const repaired = {
      ...renamed,
      triggers: renamed.triggers.map((entry) =>
        entry.id === "T5" ? { ...entry, ...finding?.repair?.change } : entry,
      ),
    };
    expect(find(repaired, "keyword_unanswered")).toEqual([]);
    // two that wait, or one that would not answer at once: nobody can say which was meant
    for (const more of [
      [trigger("T6", { team: { operator: "is", team: "comercial" }, expectedReply: ["boleto"] })],
      [],
    ]) {
      const triggers = [...renamed.triggers, ...more].map((entry) =>
        entry.id === "T5" && more.length === 0
          ? { ...entry, idle: { operator: "greater_than" as const, hours: 2 } }
          : entry,
      );
      const [other] = find({ ...renamed, triggers }, "keyword_unanswered");
      expect(other?.repair).toMatchObject({ triggerId: "T4" });
    }
  });

  it("and expected words belong together", () => {
    const guess = [...GUIDE, trigger("T6", { expectedReply: ["segunda via"], action: says("Já envio") })];
    expect(find(botOf(guess), "reply_never_offered")).toMatchObject([
      { severity: "info", triggerIds: ["T6"] },
    ]);
    expect(find(botOf(GUIDE), "reply_never_offered")).toEqual([]);
  });

  it("hold no word twice, and none that another swallows", () => {
    expect(
      find(
        botOf(change("T1", { action: says("Olá!", "Comercial", "comercial!", "Suporte") })),
        "keywords_equal",
      ),
    ).toMatchObject([{ severity: "error", data: { words: ["comercial!"] } }]);
    const via = (hours: number | null) => [
      ...GUIDE,
      trigger("T6", {
        expectedReply: [{ word: "boleto", match: "contains" }],
        idle: hours === null ? null : { operator: "less_than", hours },
        action: handsTo("comercial"),
      }),
      trigger("T7", {
        expectedReply: ["2ª via do boleto"],
        idle: { operator: "less_than", hours: 9 },
        action: handsTo("suporte"),
      }),
    ];
    const [finding] = find(botOf(via(10)), "word_hidden");
    expect(finding).toMatchObject({ severity: "error", triggerIds: ["T7", "T6"] });
    expect(winners(play(botOf(via(10)), finding?.witness ?? null))[0]).toBe("T6");
    expect(find(botOf(via(null)), "word_hidden")).toEqual([]);
  });

  it("always leave a way to a person", () => {
    const caught = botOf(change("T1", { idle: null }), { limit: 2 });
    caught.triggers = caught.triggers.filter(({ id }) => id === "T1" || id === "T4" || id === "T2");
    caught.triggers = [
      ...caught.triggers.filter(({ id }) => id !== "T4"),
      trigger("T4", { team: inTeam("comercial"), fires: "on_entry", action: says("Menu", "Voltar") }),
      trigger("T6", { team: inTeam("comercial"), action: handsTo("principal") }),
      trigger("T7", { fires: "on_entry", action: says("De novo", "Comercial") }),
    ];
    const [finding] = find(caught, "no_way_to_a_person");
    expect(finding?.severity).toBe("error");
    expect(play(caught, finding?.witness ?? null).state.owns).toBe(true);
    expect(find(botOf(GUIDE), "no_way_to_a_person")).toEqual([]);
  });

  it("handle the numbers their text asks for", () => {
    const text = "Digite 1 para vendas ou digite 3 para boletos";
    const numbered = (keywords: string[]) => botOf(change("T1", { action: say(text, keywords, "text") }));
    const [finding] = find(numbered(["Comercial", "Suporte"]), "number_unanswered");
    expect(finding).toMatchObject({ severity: "warning", triggerIds: ["T1"], data: { number: "3" } });
    expect(play(numbered(["Comercial", "Suporte"]), finding?.witness ?? null).trace.steps[0]?.winner).toBe(
      null,
    );
    expect(
      find(
        botOf(change("T1", { action: say("Digite 1 ou 2", ["Comercial", "Suporte"], "text") })),
        "number_unanswered",
      ),
    ).toEqual([]);
  });
});

describe("silences", () => {
  const silent = (id: string, hours: number, over: Partial<Trigger> = {}): Trigger =>
    trigger(id, { fires: "on_silence", idle: { operator: "greater_than", hours }, ...over });

  it("must be broken before the conversation is closed", () => {
    const facts = { inactivityHours: new Map([["", 4]]) };
    const [finding] = find(botOf([...GUIDE, silent("T6", 5)]), "silence_never", facts);
    expect(finding).toMatchObject({ severity: "error", triggerIds: ["T6"], data: { because: "inactivity" } });
    expect(find(botOf([...GUIDE, silent("T6", 3)]), "silence_never", facts)).toEqual([]);
  });

  it("are not left to a trigger that another always forestalls", () => {
    const moved = [...GUIDE, silent("T6", 2, { action: handsTo("suporte") }), silent("T7", 5)];
    expect(find(botOf(moved), "silence_never")).toMatchObject([
      { triggerIds: ["T7", "T6"], data: { because: "others" } },
    ]);
    expect(find(botOf([...GUIDE, silent("T6", 2), silent("T7", 5)]), "silence_never")).toEqual([]);
  });
});

describe("texts", () => {
  it("stay within WhatsApp's limits and the known variables", () => {
    const of = (action: Trigger["action"], code: FindingCode) => find(botOf(change("T1", { action })), code);
    const keywords = ["Comercial", "Suporte"];
    expect(of(says("Olá {{contato.sobrenome}}", ...keywords), "text_problem")).toMatchObject([
      { data: { problem: "unknown_variable" } },
    ]);
    expect(of(says("Olá {{saudacao}}", ...keywords), "text_problem")).toEqual([]);
    expect(of(say("x".repeat(4097), keywords, "text"), "text_problem")).toMatchObject([
      { data: { problem: "too_long" } },
    ]);
    const long = ["Comercial", "Suporte", "Atendimento financeiro"];
    expect(of(say("Olá", long, "buttons"), "option_does_not_fit")).toMatchObject([
      { data: { words: ["Atendimento financeiro"], title: 20 } },
    ]);
    expect(of(say("Olá", long, "list"), "option_does_not_fit")).toEqual([]);
    expect(of(says("Olá", ...long), "option_does_not_fit")).toEqual([]);
  });
});

it("a silence that hands over ends the flow as any hand-over does: what waits for an answer there never speaks", () => {
  const silence = trigger("T6", {
    fires: "on_silence",
    idle: { operator: "greater_than", hours: 3 },
    action: handsTo("cobranca"),
  });
  const entry = trigger("T7", { fires: "on_entry", team: inTeam("cobranca"), action: says("Até logo") });
  const after = trigger("T8", {
    team: inTeam("cobranca"),
    idle: { operator: "greater_than", hours: 1 },
    action: says("Ainda aí?"),
  });
  const bot = botOf([...GUIDE, silence, entry, after]);
  expect(find(bot, "never_wins").map(({ triggerIds }) => triggerIds)).toEqual([["T8"]]);
  const silent = play(bot, {
    team: "principal",
    steps: [{ idleHours: null, says: "oi" }, { silenceHours: 3 }],
  });
  expect(silent.state).toMatchObject({ team: "cobranca", owns: false });
  expect(
    find(botOf([...GUIDE, { ...silence, action: says("Oi?") }, entry, after]), "never_wins"),
  ).toHaveLength(2);
});
