import { describe, expect, it } from "vitest";
import {
  botOf,
  fresh,
  handsTo,
  HOUR,
  idleFor,
  inTeam,
  longerThan,
  MINUTE,
  menuOf,
  saoPaulo,
  says,
  shorterThan,
  told,
  trigger,
  winnerOf,
  write,
} from "../testing/guide-bot.ts";
import { decide } from "./decide.ts";
import { nextSilenceAt } from "./silence.ts";

describe("current team", () => {
  const here = botOf(trigger("T1", { team: inTeam("comercial") }));
  const elsewhere = botOf(trigger("T1", { team: { operator: "is_not", team: "comercial" } }));
  it.each([
    ["is", here, "comercial", "T1"],
    ["is", here, "principal", null],
    ["is", here, "", null],
    ["is not", elsewhere, "comercial", null],
    ["is not", elsewhere, "principal", "T1"],
    ["is not (a team nobody knows)", elsewhere, "nowhere", "T1"],
  ] as const)("%s: in %3$s", (_operator, bot, team, winner) =>
    expect(winnerOf(write(bot, { ...fresh, team }, "oi"))).toBe(winner),
  );
});

describe("time without interaction", () => {
  const longer = botOf(trigger("T1", { idle: longerThan(1) }));
  const shorter = botOf(trigger("T1", { idle: shorterThan(23) }));
  const half = botOf(trigger("T1", { idle: longerThan(0.5) }));
  it.each([
    ["greater than: exactly the hour does not hold", longer, HOUR, null],
    ["greater than: a millisecond more does", longer, HOUR + 1, "T1"],
    ["less than: exactly the hours do not hold", shorter, 23 * HOUR, null],
    ["less than: a millisecond less does", shorter, 23 * HOUR - 1, "T1"],
    ["half an hour and a bit", half, 30 * MINUTE + 1, "T1"],
    ["half an hour", half, 30 * MINUTE, null],
    ["a message of before the last one is no time at all: less than", shorter, -HOUR, "T1"],
    ["a message of before the last one is no time at all: greater than", half, -HOUR, null],
  ])("%s", (_name, bot, idle, winner) => expect(winnerOf(write(bot, idleFor(idle), "oi"))).toBe(winner));

  it("is told as no time for a message of before the last one", () =>
    expect(write(shorter, idleFor(-HOUR), "oi").trace.steps[0]?.idleMs).toBe(0));

  it("is infinite where there was no interaction: greater than holds, less than does not", () => {
    expect(winnerOf(write(longer, fresh, "oi"))).toBe("T1");
    expect(winnerOf(write(shorter, fresh, "oi"))).toBe(null);
    expect(winnerOf(write(botOf(trigger("T1", { idle: longerThan(1e9) })), fresh, "oi"))).toBe("T1");
  });

  it("counts from any message in either direction: the bot's own answer starts it anew", () => {
    const bot = botOf(trigger("T1", { idle: longerThan(1), action: says("Olá", "A") }));
    const first = write(bot, fresh, "oi", saoPaulo(9));
    expect(first.state.lastInteractionAt).toBe(saoPaulo(9));
    expect(winnerOf(write(bot, first.state, "oi", saoPaulo(10)))).toBe(null);
    expect(winnerOf(write(bot, first.state, "oi", saoPaulo(10) + 1))).toBe("T1");
  });

  it("is real time over a change of the clocks: 23 hours in a night that has only those", () => {
    // Lisbon, 29 March 2026: from 00:30 to 00:30 of the next day 23 hours pass
    const before = Date.UTC(2026, 2, 29, 0, 30);
    const after = Date.UTC(2026, 2, 29, 23, 30);
    expect(winnerOf(write(shorter, { ...fresh, lastInteractionAt: before }, "oi", after))).toBe(null);
    expect(winnerOf(write(shorter, { ...fresh, lastInteractionAt: before }, "oi", after - 1))).toBe("T1");
  });
});

describe("expected reply", () => {
  const bot = botOf(trigger("T1", { expectedReply: ["Orçamento", "2ª via", "C&A"] }));
  it.each([
    ["orcamento", "T1"],
    ["ORÇAMENTO!!", "T1"],
    ["  *Orçamento*. ", "T1"],
    ["or\u00adça\u200bmento\ufeff", "T1"],
    ["Ｏｒçａｍｅｎｔｏ", "T1"],
    ["orc\u0327amento", "T1"],
    ["2a via", "T1"],
    ["2ª   via", "T1"],
    ["c & a", null],
    ["ca", "T1"],
    ["quero um orçamento", null],
    ["orçamento 😀", null],
    ["orça mento", null],
    ["", null],
    ["!!!", null],
    [null, null],
  ])("%j", (text, winner) => expect(winnerOf(write(bot, fresh, text))).toBe(winner));

  it("an emoji is a word like another", () => {
    const thumbs = botOf(trigger("T1", { expectedReply: ["👍"] }));
    expect(winnerOf(write(thumbs, fresh, "👍"))).toBe("T1");
    expect(winnerOf(write(thumbs, fresh, "👍\ufe0f!"))).toBe("T1");
    expect(winnerOf(write(thumbs, fresh, "👎"))).toBe(null);
  });

  it("contains the word only where that was chosen, and whole words only", () => {
    const contains = botOf(
      trigger("T1", { expectedReply: ["preço", { word: "2ª via", match: "contains" }] }),
      trigger("T2", { expectedReply: [{ word: "frete", match: "equals" }] }),
    );
    expect(winnerOf(write(contains, fresh, "quero a 2a VIA, por favor"))).toBe("T1");
    expect(winnerOf(write(contains, fresh, "2ª viagem"))).toBe(null);
    expect(winnerOf(write(contains, fresh, "qual o preço?"))).toBe(null);
    expect(winnerOf(write(contains, fresh, "o frete"))).toBe(null);
    expect(winnerOf(write(contains, fresh, "Frete?"))).toBe("T2");
  });

  it("a word that folds to nothing matches nothing; a list without words asks for none", () => {
    expect(winnerOf(write(botOf(trigger("T1", { expectedReply: ["...", ""] })), fresh, "!!!"))).toBe(null);
    expect(winnerOf(write(botOf(trigger("T1", { expectedReply: [] })), fresh, null))).toBe("T1");
  });

  it("is what the caption says, and nothing for voice, pictures and stickers without one", () => {
    const mixed = botOf(trigger("T1", { expectedReply: ["nota fiscal"] }), trigger("T2"));
    expect(winnerOf(write(mixed, fresh, "Nota fiscal"))).toBe("T1");
    expect(winnerOf(write(mixed, fresh, null))).toBe("T2");
  });
});

describe("taps", () => {
  const bot = botOf(
    trigger("T1", { expectedReply: ["Comercial"], action: handsTo("comercial") }),
    trigger("T2", { expectedReply: ["CONFIRMA_123"] }),
    trigger("T3", { expectedReply: ["Confirmo"] }),
  );
  const waiting = { ...fresh, menu: menuOf(false, "Comercial", "Suporte") };

  it("carry the keyword of their option, whatever title came back", () => {
    expect(winnerOf(write(bot, waiting, "outra coisa", saoPaulo(9), "T1:0"))).toBe("T1");
    expect(winnerOf(write(bot, waiting, null, saoPaulo(9), "T1:0"))).toBe("T1");
    expect(winnerOf(write(bot, waiting, "x", saoPaulo(9), "T1:1"))).toBe(null);
  });
  it("on an older menu count by their title", () => {
    expect(winnerOf(write(bot, waiting, "Comercial", saoPaulo(9), "T9:4"))).toBe("T1");
    expect(winnerOf(write(bot, { ...fresh, menu: null }, "Comercial", saoPaulo(9), "T1:0"))).toBe("T1");
  });
  it("count by the title or by the id", () => {
    expect(winnerOf(write(bot, fresh, "Sim, por favor", saoPaulo(9), "CONFIRMA_123"))).toBe("T2");
    expect(winnerOf(write(bot, fresh, null, saoPaulo(9), "CONFIRMA_123"))).toBe("T2");
    expect(winnerOf(write(bot, fresh, "Confirmo", saoPaulo(9), "x"))).toBe("T3");
  });
  it("tell options of the same title apart", () => {
    const twins = botOf(trigger("T1", { expectedReply: ["Sim"] }), trigger("T2", { expectedReply: ["Não"] }));
    const menu = {
      triggerId: "m",
      numbered: false,
      options: [
        { id: "m:0", keyword: "Sim" },
        { id: "m:1", keyword: "Não" },
      ],
    };
    expect(winnerOf(write(twins, { ...fresh, menu }, "Responder", saoPaulo(9), "m:1"))).toBe("T2");
    expect(winnerOf(write(twins, { ...fresh, menu }, "Responder", saoPaulo(9), "m:0"))).toBe("T1");
  });
});

describe("numbers of a menu in text lines", () => {
  const bot = botOf(
    trigger("T1", { expectedReply: ["Comercial"] }),
    trigger("T2", { expectedReply: ["Suporte"] }),
    trigger("T3", { expectedReply: ["3"] }),
  );
  const lines = { ...fresh, menu: menuOf(true, "Comercial", "Suporte") };
  it.each([
    ["1", "T1"],
    ["1️⃣", "T1"],
    ["1.", "T1"],
    [" 1) ", "T1"],
    ["１", "T1"],
    ["01", "T1"],
    ["*2*", "T2"],
    ["suporte", "T2"],
    ["3", "T3"],
    ["0", null],
    ["12", null],
    ["-1", "T1"],
    ["1 2", null],
    ["um", null],
  ])("%j", (text, winner) => expect(winnerOf(write(bot, lines, text))).toBe(winner));
  it("mean nothing under buttons or a list, where they stand before no option", () =>
    expect(winnerOf(write(bot, { ...lines, menu: menuOf(false, "Comercial") }, "1"))).toBe(null));
  it("reach the tenth option by its keycap", () => {
    const many = Array.from({ length: 11 }, (_, index) => `Opção ${index + 1}`);
    const tenth = botOf(trigger("T1", { expectedReply: ["Opção 10"] }));
    for (const text of ["10", "🔟", "1️⃣0️⃣"])
      expect(winnerOf(write(tenth, { ...fresh, menu: menuOf(true, ...many) }, text)), text).toBe("T1");
  });
});

describe("when a trigger fires", () => {
  it("on entry answers the entry into its team, never a message, and ignores the idle time", () => {
    const entry = trigger("T2", { team: inTeam("comercial"), fires: "on_entry", idle: longerThan(50) });
    const bot = botOf(trigger("T1", { action: handsTo("comercial") }), entry);
    const handed = write(bot, idleFor(MINUTE), "oi");
    expect(told(handed)).toEqual(["principal → comercial", "T2: T2", "stop flow_ended"]);
    expect(handed.trace.steps[1]?.considered).toEqual([
      {
        triggerId: "T2",
        holds: true,
        conditions: [
          { condition: "team", left: "comercial", operator: "is", right: "comercial", holds: true },
        ],
      },
    ]);
    const there = { ...idleFor(99 * HOUR), team: "comercial" };
    expect(winnerOf(write(bot, there, "oi"))).toBe(null);
  });
  it("on entry of any team but one", () => {
    const bot = botOf(trigger("T1", { fires: "on_entry", team: { operator: "is_not", team: "suporte" } }));
    const entered = (team: string) => decide(bot, { ...idleFor(0), team }, { type: "entered" }, saoPaulo(9));
    expect(told(entered("comercial"))[0]).toBe("T1: T1");
    expect(told(entered("suporte"))).toEqual(["stop no_trigger"]);
  });
  it("inactive triggers are not even considered", () => {
    const bot = botOf(trigger("T1", { active: false }), trigger("T2", { idle: shorterThan(1) }));
    const { trace } = write(bot, fresh, "oi");
    expect(trace.steps[0]).toMatchObject({ winner: null, otherwise: "people" });
    expect(trace.steps[0]?.considered.map(({ triggerId }) => triggerId)).toEqual(["T2"]);
  });
});

describe("silence", () => {
  const asks = trigger("T1", { fires: "on_silence", idle: longerThan(2), action: says("Ainda está aí?") });
  const bot = botOf(asks, trigger("T2", { idle: longerThan(100) }));
  const quiet = { ...fresh, lastInteractionAt: saoPaulo(9), menu: menuOf(false, "Comercial") };
  const due = saoPaulo(11) + 1;

  it("is asked about when more than N hours have passed, and not before", () => {
    expect(nextSilenceAt(bot, quiet)).toBe(due);
    expect(decide(bot, quiet, { type: "silence" }, due - 1).effects).toEqual([]);
    const asked = decide(bot, quiet, { type: "silence" }, due);
    expect(told(asked)).toEqual(["T1: Ainda está aí?"]);
    expect(asked.state).toMatchObject({ owns: true, menu: quiet.menu, lastInteractionAt: due });
  });
  it("is asked about at most once, until the customer writes", () => {
    const asked = decide(bot, quiet, { type: "silence" }, due).state;
    expect(nextSilenceAt(bot, asked)).toBe(null);
    expect(decide(bot, asked, { type: "silence" }, due + 99 * HOUR).effects).toEqual([]);
    const written = write(botOf(asks, trigger("T2")), asked, "oi", due + HOUR).state;
    expect(written.silenceAnsweredFor).toBe(null);
    expect(nextSilenceAt(bot, { ...written, owns: true })).toBe(due + 3 * HOUR + 1);
  });
  it("also where nothing was ever said", () => {
    const asked = decide(bot, fresh, { type: "silence" }, due);
    expect(told(asked)).toEqual(["T1: Ainda está aí?"]);
    expect(decide(bot, asked.state, { type: "silence" }, due + 99 * HOUR).effects).toEqual([]);
  });
  it("the customer's message wins the race with the timer", () => {
    const written = write(botOf(asks, trigger("T2")), quiet, "oi", due - 1).state;
    expect(decide(bot, written, { type: "silence" }, due).effects).toEqual([]);
  });
  it("is not asked about where people have the word", () => {
    expect(nextSilenceAt(bot, { ...quiet, owns: false })).toBe(null);
    expect(decide(bot, { ...quiet, owns: false }, { type: "silence" }, due).effects).toEqual([]);
  });
  it("takes an idle condition greater than, and no other", () => {
    for (const idle of [shorterThan(50), null]) {
      const wrong = botOf({ ...asks, idle });
      expect(nextSilenceAt(wrong, quiet)).toBe(null);
      expect(decide(wrong, quiet, { type: "silence" }, due).effects).toEqual([]);
    }
  });
  it("several in one silence follow one another, each once, each after its own hours", () => {
    const two = botOf(asks, trigger("T2", { fires: "on_silence", idle: longerThan(5) }));
    const one = decide(two, quiet, { type: "silence" }, due).state;
    expect(nextSilenceAt(two, one)).toBe(due + 5 * HOUR + 1);
    const other = decide(two, one, { type: "silence" }, due + 5 * HOUR + 1);
    expect(told(other)[0]).toBe("T2: T2");
    expect(nextSilenceAt(two, other.state)).toBe(null);
  });
  it("that hands over ends as any entry does: the old menu is gone, the flow is over", () => {
    const moves = botOf(
      { ...asks, action: handsTo("comercial") },
      trigger("T2", { fires: "on_entry", team: inTeam("comercial"), action: says("Já vamos") }),
    );
    const decision = decide(moves, quiet, { type: "silence" }, due);
    expect(told(decision)).toEqual(["principal → comercial", "T2: Já vamos", "stop flow_ended"]);
    expect(decision.state).toMatchObject({ owns: false, menu: null });
  });
  it("may hand over", () => {
    const moves = botOf({ ...asks, action: handsTo("comercial") });
    expect(told(decide(moves, quiet, { type: "silence" }, due))).toEqual([
      "principal → comercial",
      "stop no_trigger",
    ]);
  });
});
