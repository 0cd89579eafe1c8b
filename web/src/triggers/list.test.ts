import type { Team, TriggerView } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { followUps, rivalEntry } from "./follow-ups.ts";
import { moveBefore, stepTarget } from "./move.ts";
import { askedWord, filterTriggers, teamWhere } from "./search.ts";
import { addWords, numberTwins, shiftWord, splitWords } from "./words.ts";

const trigger = (id: string, more: Partial<TriggerView> = {}): TriggerView => ({
  id,
  description: `Gatilho ${id}`,
  team: { operator: "is", team: "p" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "smart_message", text: "Olá", keywords: [], presentation: "auto", template: null },
  active: true,
  position: 0,
  version: 1,
  firedLast7Days: 0,
  updatedAt: "",
  ...more,
});
const team = (id: string, memberIds: string[] = ["ana"]): Team =>
  ({ id, name: id, kind: "whatsapp", active: true, memberIds, firstContact: id === "p" }) as unknown as Team;

describe("order", () => {
  const all = ["a", "b", "c", "d", "e"];
  it.each([
    ["a", "c", "bacde"],
    ["e", "a", "eabcd"],
    ["b", null, "acdeb"],
    ["c", "gone", "abdec"],
  ])("%s before %s", (id, before, order) => expect(moveBefore(all, id, before).join("")).toBe(order));

  const step = (shown: string[], id: string, to: "up" | "down" | "first" | "last"): string => {
    const before = stepTarget(all, shown, id, to);
    return before === undefined ? "stays" : moveBefore(all, id, before).join("");
  };
  it("steps past its neighbour, and stays at the ends", () => {
    expect(step(all, "c", "up")).toBe("acbde");
    expect(step(all, "c", "down")).toBe("abdce");
    expect(step(all, "d", "down")).toBe("abced");
    expect(step(all, "a", "up")).toBe("stays");
    expect(step(all, "e", "down")).toBe("stays");
    expect(step(all, "c", "first")).toBe("cabde");
    expect(step(all, "c", "last")).toBe("abdec");
    expect(step(all, "a", "first")).toBe("stays");
    expect(step(all, "e", "last")).toBe("stays");
  });
  it("passes what a filter hides, so that a step is always seen", () => {
    expect(step(["a", "d"], "a", "down")).toBe("bcdae");
    expect(step(["a", "d"], "d", "up")).toBe("dabce");
  });
});

describe("search", () => {
  const list = [
    trigger("1", { expectedReply: ["Orçamento", { word: "boleto", match: "contains" }] }),
    trigger("2", { team: { operator: "is_not", team: "p" } }),
    trigger("3", {
      action: {
        type: "smart_message",
        text: "Até já",
        keywords: ["Troca"],
        presentation: "auto",
        template: null,
      },
    }),
  ];
  const found = (filter: Parameters<typeof filterTriggers>[1]): string =>
    filterTriggers(list, filter)
      .map(({ id }) => id)
      .join("");
  it("finds words in replies, messages, keywords and descriptions, blind to accents and case", () => {
    expect(found({ q: "ORCAMENTO" })).toBe("1");
    expect(found({ q: "bolet" })).toBe("1");
    expect(found({ q: "ate troca" })).toBe("3");
    expect(found({ q: "gatilho" })).toBe("123");
    expect(found({ q: "nada" })).toBe("");
  });
  it.each([
    ["quem responde a *boleto*?", "boleto"],
    ["Quem responde “segunda via”?", "segunda via"],
    ["quem responde à dúvida", "dúvida"],
    ["who answers invoice ?", "invoice"],
    ["who replies to invoice", "invoice"],
    ["quem responde", null],
    ["quem responde a ?", null],
    ["boleto", null],
  ])("%s asks about %s", (query, word) => expect(askedWord(query)).toBe(word));
  it("of a question leaves those that wait for the word, not those that only hold it", () => {
    expect(found({ q: "quem responde a *o meu boleto*?" })).toBe("1");
    expect(found({ q: "quem responde a bolet?" })).toBe("");
    expect(found({ q: "quem responde a troca?" })).toBe("");
  });
  it("by team leaves what can speak there", () => {
    expect(found({ team: "p" })).toBe("13");
    expect(found({ team: "c" })).toBe("2");
  });
});

it("a condition holds first where conversations begin, else in the first other team", () => {
  const teams = [team("c"), team("p"), team("s")];
  expect(teamWhere({ operator: "is_not", team: "s" }, teams)?.id).toBe("p");
  expect(teamWhere({ operator: "is_not", team: "p" }, teams)?.id).toBe("c");
  expect(teamWhere({ operator: "is", team: "s" }, teams)?.id).toBe("s");
  expect(teamWhere({ operator: "is", team: "gone" }, teams)).toBe(undefined);
});

describe("words", () => {
  it("that are numbers have their other ways to be written, in the customers' language", () => {
    const twins = (language: string, ...words: string[]): string[] =>
      numberTwins(
        words.map((word) => ({ word, contains: false })),
        language,
      );
    expect(twins("pt-BR", "1️⃣", "Boleto", "Duas")).toEqual(["um", "2", "dois"]);
    expect(twins("en", "one", "10")).toEqual(["1", "ten"]);
    expect(twins("pt-BR", "1", "um", "11", "uma")).toEqual([]);
  });
  it("parts at commas, semicolons and new lines", () => {
    expect(splitWords(" Sim, Não;\nQuero  ver,,")).toEqual(["Sim", "Não", "Quero ver"]);
  });
  it("puts them where the edited one stood, as far as there is room", () => {
    const words = [
      { word: "a", contains: true },
      { word: "b", contains: false },
    ];
    expect(addWords(words, "x,y", 1, { most: 3 }).map(({ word }) => word)).toEqual(["a", "x", "b"]);
    expect(shiftWord(words, 0, 1).map(({ word }) => word)).toEqual(["b", "a"]);
    expect(shiftWord(words, 0, -1)).toBe(words);
  });
});

it("a second entry trigger of a team has a rival, itself none", () => {
  const entry = trigger("e", { fires: "on_entry" });
  const form = { active: true, fires: "on_entry", team: "p", teamOperator: "is" } as const;
  expect(rivalEntry(form, [entry])?.id).toBe("e");
  expect(rivalEntry(form, [entry], "e")).toBe(undefined);
  expect(rivalEntry(form, [{ ...entry, active: false }])).toBe(undefined);
  expect(rivalEntry({ ...form, team: "c" }, [entry])).toBe(undefined);
  expect(rivalEntry({ ...form, fires: "on_message" }, [entry])).toBe(undefined);
});

describe("what comes after", () => {
  const menu = trigger("m", {
    action: {
      type: "smart_message",
      text: "Olá",
      keywords: ["Troca!", "Boleto vencido", "Outro"],
      presentation: "auto",
      template: null,
    },
  });
  const answers = [
    menu,
    trigger("t", { description: "Trocas", expectedReply: ["troca"] }),
    trigger("b", { description: "Boletos", expectedReply: [{ word: "boleto", match: "contains" }] }),
    trigger("o", { description: "Desligado", expectedReply: ["Outro"], active: false }),
    trigger("c", {
      description: "De outra equipe",
      expectedReply: ["Outro"],
      team: { operator: "is", team: "c" },
    }),
  ];
  it("names who answers each option in this team, and nobody where nobody does", () => {
    expect(followUps(menu, answers, []).map((step) => step.type === "option" && step.answeredBy)).toEqual([
      "Trocas",
      "Boletos",
      null,
    ]);
  });
  it("after a message without options people take over, but in a silence", () => {
    const says = (more: Partial<TriggerView>) =>
      followUps(
        trigger("s", { ...more, action: { ...menu.action, keywords: [] } as typeof menu.action }),
        [],
        [],
      );
    expect(says({})).toEqual([{ type: "people", team: "p" }]);
    expect(says({ fires: "on_silence" })).toEqual([]);
  });
  it("after a hand-over: the entry trigger, else people, else nobody", () => {
    const moves = trigger("x", { action: { type: "hand_over", team: "c" } });
    const entry = trigger("e", {
      description: "Menu",
      fires: "on_entry",
      team: { operator: "is", team: "c" },
    });
    expect(followUps(moves, [entry], [team("c")])).toEqual([{ type: "entry", team: "c", trigger: "Menu" }]);
    expect(followUps(moves, [], [team("c")])).toEqual([{ type: "no_entry", team: "c" }]);
    expect(followUps(moves, [], [team("c", [])])).toEqual([{ type: "nobody", team: "c" }]);
    expect(followUps(moves, [], [])).toEqual([]);
  });
});
