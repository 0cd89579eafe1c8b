import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  botOf,
  HOUR,
  inTeam,
  longerThan,
  menuOf,
  saoPaulo,
  says,
  shorterThan,
  T1,
  T2,
  T3,
  T4,
  T5,
  trigger,
} from "../testing/guide-bot.ts";
import { decide } from "./decide.ts";
import type { Trigger } from "./types.ts";
import { whoAnswers } from "./who-answers.ts";

const guide = botOf(T1, T2, T3, T4, T5);
const told = (team: string, text: string, bot = guide): string[] =>
  whoAnswers(bot, team, text).cases.map(
    ({ after, until, triggerId, word, callsPerson }) =>
      `${after}-${until ?? "∞"} ${callsPerson ? "person" : (triggerId ?? "nobody")}${word === null ? "" : ` (${word})`}`,
  );

describe("who answers", () => {
  it("is told for every time that makes a difference", () => {
    expect(told("principal", "COMERCIAL!")).toEqual(["0-23 T2 (Comercial)", "23-∞ T1"]);
    expect(told("principal", "oi")).toEqual(["0-1 nobody", "1-∞ T1"]);
    expect(told("comercial", "atendimento")).toEqual(["0-∞ T5 (Atendimento)"]);
    expect(told("comercial", "?!")).toEqual([]);
  });

  it("knows the words that call a person, unless a trigger waits for one", () => {
    expect(told("principal", "Atendente")).toEqual(["0-∞ person"]);
    const waits = botOf(T1, trigger("T6", { expectedReply: ["atendente"] }));
    expect(told("principal", "Atendente", waits)).toEqual(["0-∞ T6 (atendente)"]);
  });

  it("reads a number as the option of a numbered menu of the team", () => {
    const numbered = { ...says("Menu", "Boleto", "Troca"), presentation: "text" } as Trigger["action"];
    const menu = trigger("T1", { fires: "on_entry", action: numbered });
    const bot = botOf(menu, trigger("T2", { expectedReply: ["troca"] }));
    expect(whoAnswers(bot, "principal", "2️⃣")).toEqual({
      cases: [{ after: 0, until: null, triggerId: "T2", word: "troca", callsPerson: false }],
      option: "Troca",
    });
    expect(whoAnswers(bot, "principal", "3").option).toBe(null);
    expect(whoAnswers(guide, "principal", "1").option).toBe(null);
  });

  it("never says anything but what decide does", () => {
    const word = fc.constantFrom("boleto", "segunda via", "oi", "atendente", "1");
    const over: fc.Arbitrary<Partial<Trigger>> = fc.record({
      team: fc.constantFrom(inTeam("principal"), { operator: "is_not" as const, team: "comercial" }),
      idle: fc.constantFrom(null, longerThan(1), longerThan(5), shorterThan(1), shorterThan(23)),
      expectedReply: fc.option(
        fc.array(fc.oneof(word, fc.record({ word, match: fc.constant("contains" as const) })), {
          maxLength: 2,
        }),
      ),
      action: fc.constant(says("x", "boleto", "oi")),
      active: fc.boolean(),
    });
    const now = saoPaulo(9);
    fc.assert(
      fc.property(
        fc.array(over, { maxLength: 6 }),
        fc.oneof(word, fc.constant("o meu boleto")),
        fc.constantFrom(0.5, 3, 10, 50),
        (overs, text, hours) => {
          const bot = botOf(...overs.map((one, index) => trigger(`T${index}`, one)));
          const said = whoAnswers(bot, "principal", text).cases.find(
            ({ after, until }) => hours > after && (until === null || hours < until),
          );
          const state = {
            team: "principal",
            owns: true,
            lastInteractionAt: now - hours * HOUR,
            menu: menuOf(false, "boleto", "oi"),
          };
          const [step] = decide(bot, state, { type: "message", text }, now).trace.steps;
          expect(said?.triggerId).toBe(step?.winner);
          expect(said?.callsPerson).toBe(step?.otherwise === "asked_for_person");
        },
      ),
      { numRuns: 500 },
    );
  });
});
