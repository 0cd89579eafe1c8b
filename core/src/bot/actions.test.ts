import { describe, expect, it } from "vitest";
import {
  botOf,
  fresh,
  guideBot,
  handsTo,
  HOUR,
  idleFor,
  inTeam,
  longerThan,
  menuOf,
  MINUTE,
  saoPaulo,
  says,
  shorterThan,
  T1,
  T4,
  told,
  trigger,
  winnerOf,
  write,
} from "../testing/guide-bot.ts";
import { decide } from "./decide.ts";
import { present } from "./present.ts";
import { triggerProblems } from "./problems.ts";
import type { Bot, Presentation, Trigger } from "./types.ts";

const words = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, "x"));

describe("smart message", () => {
  it.each<[string, Presentation, string[], "buttons" | "list" | "text"]>([
    ["3 of 20 characters", "auto", words(3, 20), "buttons"],
    ["one of 21", "auto", [...words(2, 5), "x".repeat(21)], "list"],
    ["4", "auto", words(4, 20), "list"],
    ["10 of 24", "auto", words(10, 24), "list"],
    ["one of 25", "auto", ["x".repeat(25)], "text"],
    ["11", "auto", words(11, 5), "text"],
    ["none", "auto", [], "text"],
    ["none, buttons wanted", "buttons", [], "text"],
    ["3, a list wanted", "list", words(3, 5), "list"],
    ["3, lines wanted", "text", words(3, 5), "text"],
    ["4, buttons wanted", "buttons", words(4, 5), "list"],
    ["11, a list wanted", "list", words(11, 5), "text"],
    ["titles that WhatsApp would refuse as equal", "auto", ["Sim", "Sim"], "text"],
    ["an empty title", "auto", ["Sim", " "], "text"],
    ["emoji count once", "auto", ["😀".repeat(20)], "buttons"],
  ])("%s: %s", (_name, wanted, keywords, shown) => {
    const message = present("Escolha", keywords, wanted, "t");
    expect(message.presentation).toBe(shown);
    expect(message.options).toEqual(keywords.map((keyword, index) => ({ id: `t:${index}`, keyword })));
    expect(message.text).toBe(
      shown === "text" && keywords.length > 0
        ? `Escolha\n\n${keywords.map((keyword, index) => `${index + 1}. ${keyword}`).join("\n")}`
        : "Escolha",
    );
  });

  it("a text too long for a menu, its variables filled, is sent as lines", () => {
    expect(present("x".repeat(1024), ["A"], "auto", "t").presentation).toBe("buttons");
    expect(present("x".repeat(1025), ["A"], "auto", "t").presentation).toBe("text");
    expect(present(`${"x".repeat(924)}{{contato.nome|a}}`, ["A"], "auto", "t").presentation).toBe("buttons");
    expect(present(`${"x".repeat(925)}{{contato.nome|a}}`, ["A"], "auto", "t").presentation).toBe("text");
  });

  it("remembers what was offered as the open menu, numbered only where the lines were", () => {
    const lines = botOf(trigger("T1", { action: says("Escolha", ...words(11, 5)) }));
    expect(write(guideBot, fresh, "oi").state.menu).toEqual(menuOf(false, "Comercial", "Suporte"));
    expect(write(lines, fresh, "oi").state.menu).toEqual(menuOf(true, ...words(11, 5)));
  });

  it("a new menu starts the count of other answers anew", () => {
    const bot = botOf(trigger("T1", { expectedReply: ["menu"], action: says("Escolha", "A") }));
    const state = { ...idleFor(MINUTE), menu: menuOf(false, "B"), otherAnswers: 2 };
    expect(write(bot, state, "menu").state).toMatchObject({ otherAnswers: 0, menu: menuOf(false, "A") });
  });

  it("without keywords ends the flow, unless some trigger answers whatever comes next", () => {
    const end = trigger("T1", { expectedReply: ["fim"], action: says("Até logo") });
    const state = idleFor(MINUTE);
    expect(told(write(botOf(end), state, "fim"))).toEqual(["T1: Até logo", "stop flow_ended"]);
    const goesOn = (over: Parameters<typeof trigger>[1]) =>
      write(botOf(end, trigger("T2", over)), state, "fim").state.owns;
    expect(goesOn({})).toBe(true);
    expect(goesOn({ idle: shorterThan(1) })).toBe(true);
    expect(goesOn({ idle: longerThan(1) })).toBe(false);
    expect(goesOn({ expectedReply: ["x"] })).toBe(false);
    expect(goesOn({ team: inTeam("suporte") })).toBe(false);
    expect(goesOn({ team: { operator: "is_not", team: "suporte" } })).toBe(true);
    expect(goesOn({ fires: "on_entry" })).toBe(false);
  });
});

describe("hand-over", () => {
  const chain = (length: number): Bot =>
    botOf(
      trigger("T1", { action: handsTo("e1") }),
      ...Array.from({ length: length - 1 }, (_, index) =>
        trigger(`T${index + 2}`, {
          team: inTeam(`e${index + 1}`),
          fires: "on_entry",
          action: handsTo(`e${index + 2}`),
        }),
      ),
    );
  it("goes on as long as the entered team hands over again, eight times in one step", () => {
    const eight = write(chain(8), fresh, "oi");
    expect(eight.effects.filter(({ type }) => type === "hand_over")).toHaveLength(8);
    expect(told(eight).at(-1)).toBe("stop no_trigger");
    expect(eight.state).toMatchObject({ team: "e8", owns: false });
    expect(eight.trace.steps).toHaveLength(9);
  });
  it("at the ninth stops the bot, leaves it to people and raises an alert", () => {
    const nine = write(chain(9), fresh, "oi");
    expect(nine.effects.filter(({ type }) => type === "hand_over")).toHaveLength(8);
    expect(nine.effects.slice(-2)).toEqual([
      {
        type: "alert",
        code: "hand_over_loop",
        triggerIds: ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"],
      },
      { type: "stop", reason: "hand_over_loop" },
    ]);
    expect(nine.state).toMatchObject({ team: "e8", owns: false, menu: null });
  });
  it("to itself is a circle like any other", () => {
    const self = botOf(
      trigger("T1", { action: handsTo("principal") }),
      trigger("T2", { fires: "on_entry", action: handsTo("principal") }),
    );
    expect(told(write(self, fresh, "oi")).slice(-2)).toEqual(["alert hand_over_loop", "stop hand_over_loop"]);
  });
  it("to a team without members or entry trigger leaves the conversation waiting there", () => {
    const bot = botOf(trigger("T1", { action: handsTo("suporte") }));
    bot.teams = bot.teams.map((team) => ({ ...team, hasMembers: team.id !== "suporte" }));
    const decision = write(bot, { ...fresh, menu: menuOf(false, "x"), otherAnswers: 1 }, "oi");
    expect(told(decision)).toEqual(["principal → suporte", "stop no_trigger"]);
    expect(decision.state).toMatchObject({ team: "suporte", owns: false, menu: null, otherAnswers: 0 });
    expect(decision.trace.steps[1]).toMatchObject({ event: "entered", winner: null, otherwise: "people" });
  });
});

describe("the entry into a team", () => {
  it("by a person who wanted the team's bot: its entry trigger", () => {
    const state = { ...idleFor(0), team: "comercial" };
    expect(told(decide(guideBot, state, { type: "entered" }, saoPaulo(9)))).toEqual(["T4: Sobre o quê?"]);
  });
  it("by being opened: answers the first message where no other trigger does", () => {
    const opens = botOf(
      { ...T4, team: inTeam("principal") },
      trigger("T5", { expectedReply: ["Comercial"] }),
    );
    const first = write(opens, fresh, "oi");
    expect(told(first)).toEqual(["T4: Sobre o quê?"]);
    expect(first.trace.steps).toMatchObject([
      { event: "message", winner: null, otherwise: "entry" },
      { event: "entered", winner: "T4" },
    ]);
    expect(winnerOf(write(opens, fresh, "comercial"))).toBe("T5");
    // later messages are no opening
    expect(told(write(opens, idleFor(HOUR), "oi"))).toEqual(["stop no_trigger"]);
    expect(told(write(botOf({ ...T4, team: inTeam("principal") }, T1), fresh, "oi"))).toEqual(["T1: Olá!"]);
    expect(told(write(opens, fresh, "atendente"))).toEqual(["stop asked_for_person"]);
  });
});

describe("no trigger matches", () => {
  const open = { ...idleFor(MINUTE), menu: menuOf(false, "Comercial", "Suporte") };
  it("without a menu the conversation waits for a person", () => {
    const decision = write(guideBot, idleFor(MINUTE), "oi");
    expect(told(decision)).toEqual(["stop no_trigger"]);
    expect(decision.state).toMatchObject({ owns: false, team: "principal" });
    expect(decision.trace.steps[0]?.otherwise).toBe("people");
  });
  it.each([0, 1, 2, 5])("an open menu is answered for %i times, then by people", (limit) => {
    const bot = { ...guideBot, settings: { ...guideBot.settings, otherAnswerLimit: limit } };
    let state = open;
    for (let time = 0; time < limit; time++) {
      const decision = write(bot, state, "hein?", saoPaulo(9, time));
      expect(told(decision)).toEqual(["other answer: Não entendi"]);
      expect(decision.trace.steps[0]).toMatchObject({ winner: null, otherwise: "other_answer" });
      state = { ...open, ...decision.state, menu: open.menu };
    }
    expect(told(write(bot, state, "hein?", saoPaulo(9, limit)))).toEqual(["stop other_answers_exhausted"]);
  });
  it("a right answer in between still counts", () => {
    const { state } = write(guideBot, open, "hein?");
    expect(told(write(guideBot, state, "comercial", saoPaulo(9, 1)))[0]).toBe("principal → comercial");
  });
});

describe("the word for a person", () => {
  const open = { ...idleFor(MINUTE), menu: menuOf(false, "Comercial", "Suporte") };
  it.each(["atendente", "ATENDENTE!", " Atendénte "])("%j stops the bot, menu or not", (text) => {
    for (const state of [open, idleFor(MINUTE), fresh]) {
      const decision = write(guideBot, state, text);
      expect(told(decision)).toEqual(["stop asked_for_person"]);
      expect(decision.state).toMatchObject({ owns: false, menu: null, otherAnswers: 0 });
      expect(decision.trace.steps).toMatchObject([
        { winner: null, runnerUp: null, wonBy: null, otherwise: "asked_for_person" },
      ]);
    }
  });
  it("comes before triggers without expected reply, none of which is told as winner or runner-up", () => {
    const two = botOf(trigger("T1"), trigger("T2"));
    expect(write(two, idleFor(MINUTE), "oi").trace.steps[0]).toMatchObject({ winner: "T1", runnerUp: "T2" });
    const decision = write(two, idleFor(MINUTE), "atendente");
    expect(told(decision)).toEqual(["stop asked_for_person"]);
    expect(decision.trace.steps[0]).toMatchObject({ winner: null, runnerUp: null, wonBy: null });
  });
  it("is equal to the text, not contained in it", () =>
    expect(told(write(guideBot, open, "quero um atendente"))).toEqual(["other answer: Não entendi"]));
  it("tapped as an option counts too", () => {
    const menu = menuOf(false, "Atendente");
    expect(told(write(guideBot, { ...open, menu }, "Atendente", saoPaulo(9), "T1:0"))).toEqual([
      "stop asked_for_person",
    ]);
  });
  it("is left to a trigger that expects just that word", () => {
    const own = botOf(trigger("T9", { expectedReply: ["Atendente"], action: handsTo("suporte") }));
    expect(told(write(own, open, "atendente"))).toEqual(["principal → suporte", "stop no_trigger"]);
  });
  it("several words, and none", () => {
    const set = (personWords: string[]): Bot => ({
      ...guideBot,
      settings: { ...guideBot.settings, personWords },
    });
    expect(told(write(set(["humano", "Falar com gente"]), open, "falar com GENTE"))).toEqual([
      "stop asked_for_person",
    ]);
    for (const empty of [set([]), set(["", "!"])])
      expect(told(write(empty, open, "!!"))).toEqual(["other answer: Não entendi"]);
  });
});

describe("ownership", () => {
  it("a person has the word: nothing is said or moved, whatever happens", () => {
    const theirs = { ...fresh, owns: false };
    for (const event of [
      { type: "message", text: "comercial" },
      { type: "message", text: null },
      { type: "entered" },
      { type: "silence" },
    ] as const)
      expect(decide(guideBot, theirs, event, saoPaulo(20)).effects).toEqual([]);
  });
  it("handed back to the bot, it goes on where triggers say", () => {
    const back = { ...idleFor(2 * HOUR), owns: true };
    expect(winnerOf(write(guideBot, back, "oi"))).toBe("T1");
  });
});

describe("what is checked before a trigger is saved", () => {
  const teams = new Set(["principal", "comercial", "suporte"]);
  const quiet = { fires: "on_silence", idle: longerThan(30) } as const;
  const behind = (value: string): Trigger["action"] => ({
    type: "smart_message",
    text: "Ainda aí?",
    keywords: [],
    presentation: "auto",
    template: { name: "volta", language: "pt_BR", values: { "body.1": value } },
  });
  const check = (over: Parameters<typeof trigger>[1]) =>
    triggerProblems(trigger("T1", over), teams).map(({ path, code }) => `${path} ${code}`);
  it.each<[string, Parameters<typeof trigger>[1], string[]]>([
    ["a sound one", {}, []],
    ["no description", { description: "  " }, ["description required"]],
    [
      "an unknown team",
      { team: inTeam("x"), action: handsTo("y") },
      ["team.team unknown_team", "action.team unknown_team"],
    ],
    ["no hours", { idle: longerThan(0) }, ["idle.hours hours_not_positive"]],
    ["hours that are no number", { idle: longerThan(Number.NaN) }, ["idle.hours hours_not_positive"]],
    ["a silence without hours", { fires: "on_silence" }, ["idle silence_needs_idle"]],
    ["a silence of less than", { fires: "on_silence", idle: shorterThan(1) }, ["idle silence_needs_idle"]],
    [
      "a silence that expects a reply",
      { fires: "on_silence", idle: longerThan(1), expectedReply: ["a"] },
      ["expectedReply silence_expects_no_reply"],
    ],
    ["words that match nothing", { expectedReply: ["a", "!"] }, ["expectedReply.1 empty_keyword"]],
    [
      "keywords equal after folding",
      { action: says("x", "Não", "nao!") },
      ["action.keywords.1 repeated_keyword"],
    ],
    ["an empty keyword", { action: says("x", "?") }, ["action.keywords.0 empty_keyword"]],
    ["no text", { action: says(" ") }, ["action.text required"]],
    ["the longest text", { action: says("x".repeat(4096)) }, []],
    ["a text too long", { action: says("x".repeat(4097)) }, ["action.text too_long"]],
    ["too long with its lines", { action: says("x".repeat(4090), "Comercial") }, ["action.text too_long"]],
    ["an unknown variable", { action: says("{{nome}}") }, ["action.text unknown_variable"]],
    ["a name without fallback", { action: says("{{contato.nome}}") }, ["action.text fallback_missing"]],
    ["a name with one", { action: says("{{contato.primeiro_nome|cliente}}") }, []],
    [
      "a template behind a silence",
      { ...quiet, action: behind("{{contato.nome|cliente}} {{protocolo}}") },
      [],
    ],
    ["a template behind anything else", { action: behind("x") }, ["action.template template_needs_silence"]],
    [
      "variables of a template",
      { ...quiet, action: behind("{{nome}} {{contato.nome}}") },
      ["action.template.values.body.1 unknown_variable", "action.template.values.body.1 fallback_missing"],
    ],
  ])("%s", (_name, over, problems) => expect(check(over)).toEqual(problems));
});
