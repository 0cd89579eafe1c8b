import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templatesByKey } from "../../template/behind.ts";
import type { TemplateUse } from "../../template/types.ts";
import { bruteForce, WORDS, type Company } from "../../testing/brute-force.ts";
import { context as contextOf } from "../../testing/desk.ts";
import { templateOf } from "../../testing/templates.ts";
import type { Bot, Trigger } from "../types.ts";
import { factsOf } from "./facts.ts";
import type { Finding, FindingCode } from "./findings.ts";
import { verify } from "./verify.ts";

const TEAMS = ["a", "b", "c"];

const use = (name: string): TemplateUse => ({ name, language: "pt_BR", values: {} });
const templates = templatesByKey([
  templateOf({ name: "approved", body: "Oi" }),
  templateOf({ name: "paused", body: "Oi", status: "PAUSED" }),
]);

const anyTrigger = fc.record({
  team: fc.record({
    operator: fc.constantFrom("is" as const, "is" as const, "is_not" as const),
    team: fc.constantFrom(...TEAMS),
  }),
  fires: fc.constantFrom(
    "on_message" as const,
    "on_message" as const,
    "on_entry" as const,
    "on_silence" as const,
  ),
  idle: fc.option(
    fc.record({
      operator: fc.constantFrom("greater_than" as const, "less_than" as const),
      hours: fc.constantFrom(0.5, 1, 2, 13, 23, 24),
    }),
  ),
  expectedReply: fc.option(
    fc.array(
      fc.oneof(
        fc.constantFrom(...WORDS, "atendente", "1"),
        fc.record({ word: fc.constantFrom("um", "dois"), match: fc.constant("contains" as const) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  action: fc.oneof(
    fc.record({
      type: fc.constant("smart_message" as const),
      text: fc.constant("x"),
      keywords: fc.uniqueArray(fc.constantFrom(...WORDS, "Um!", "atendente", "um dois"), { maxLength: 3 }),
      presentation: fc.constantFrom("auto" as const, "text" as const),
      template: fc.option(fc.constantFrom("approved", "paused", "gone").map(use)),
    }),
    fc.record({ type: fc.constant("hand_over" as const), team: fc.constantFrom(...TEAMS) }),
  ),
  active: fc.constantFrom(true, true, true, false),
  silence: fc.constantFrom(2, 12, 13, 24, 30),
});

const anyBot = fc
  .record({
    triggers: fc.array(anyTrigger, { maxLength: 7 }),
    otherAnswerLimit: fc.constantFrom(0, 1, 2),
    otherAnswerText: fc.constantFrom("Não entendi", ""),
  })
  .map(({ triggers, ...settings }): Bot => ({
    triggers: triggers.map(({ silence, ...entry }, position): Trigger => ({
      ...entry,
      id: `t${position}`,
      description: `t${position}`,
      position,
      // a silence trigger has a bound and expects nothing: the form refuses others
      ...(entry.fires === "on_silence"
        ? { idle: { operator: "greater_than" as const, hours: silence }, expectedReply: null }
        : {}),
    })),
    teams: TEAMS.map((id) => ({ id, name: id, hasMembers: id !== "c" })),
    settings: { firstContactTeam: "a", personWords: ["atendente"], ...settings },
  }));

const anyHours = fc.constantFrom(1, 12, 24, 30, 240, 240);
const anyCompany = fc
  .record({ inactivityHours: anyHours, own: fc.tuple(...TEAMS.map(() => fc.option(anyHours))) })
  .map(({ inactivityHours, own }): Company => ({
    inactivityHours,
    templates,
    teams: new Map(
      TEAMS.map((id, index) => {
        const hours = own[index] ?? null;
        return [id, { id, name: id, inactivityHours: hours, businessHours: null, hasMembers: id !== "c" }];
      }),
    ),
  }));

describe("the verifier against brute force", () => {
  it("never disagrees on who can speak, what ties, what is unanswered, what begins, circles and traps", () => {
    fc.assert(
      fc.property(anyBot, anyCompany, (bot, company) => {
        const truth = bruteForce(bot, company);
        const findings = verify(bot, factsOf(contextOf(company)));
        const of = (...codes: FindingCode[]) => findings.filter(({ code }) => codes.includes(code));
        const never = of("never_wins", "silence_never").map(({ triggerIds }) => triggerIds[0]);
        const active = bot.triggers.filter((trigger) => trigger.active).map(({ id }) => id);
        expect(new Set(never)).toEqual(new Set(active.filter((id) => !truth.spoke.has(id))));
        expect(new Set(of("only_position_decides").map(({ triggerIds }) => triggerIds.join("|")))).toEqual(
          truth.ties,
        );
        expect(
          new Set(
            of("keyword_unanswered").map(({ triggerIds, data }) => `${triggerIds[0]}|${data["keyword"]}`),
          ),
        ).toEqual(truth.unanswered);
        const late = (id: string, hours: number): boolean =>
          hours >= 24 || (truth.silences.get(id)?.every((each) => each >= 24) ?? false);
        const silent = bot.triggers.flatMap(({ id, fires, active, idle, action }) =>
          fires === "on_silence" && active && action.type === "smart_message"
            ? [{ id, isLate: late(id, idle?.hours ?? 0), name: action.template?.name ?? null }]
            : [],
        );
        expect(of("silence_after_window").flatMap(({ triggerIds }) => triggerIds)).toEqual(
          silent.flatMap(({ id, isLate, name }) => (isLate && name === null ? [id] : [])),
        );
        expect(of("template_unusable").flatMap(({ triggerIds }) => triggerIds)).toEqual(
          silent.flatMap(({ id, name }) => (name === "paused" || name === "gone" ? [id] : [])),
        );
        expect(of("team_without_people").length > 0).toBe(truth.leftTo.has("c"));
        expect(of("no_opening").length > 0).toBe(truth.isSilent);
        const opening = bot.triggers.find(({ id }) => id === truth.opening);
        const isSpeech = opening?.action.type === "smart_message" && (opening.idle?.hours ?? 0) < 1;
        expect(of("opening_too_eager").length > 0).toBe(isSpeech && truth.isEager);
        expect(of("hand_over_cycle").length > 0).toBe(truth.loops);
        expect(of("no_way_to_a_person").length > 0).toBe(truth.caught);
      }),
      { numRuns: Number(process.env["VERIFY_RUNS"] ?? 10_000) },
    );
  }, 120_000);

  it("walks from the numbers' own teams as from the account's: what speaks from any of them speaks", () => {
    const other = fc.constantFrom("b", "c");
    fc.assert(
      fc.property(anyBot, anyCompany, other, (bot, company, team) => {
        const facts = factsOf(contextOf(company));
        const from = (first: string) =>
          verify({ ...bot, settings: { ...bot.settings, firstContactTeam: first } }, facts);
        const both = verify(bot, { ...facts, starts: [{ number: "n", team }] });
        const ids = (findings: Finding[], ...codes: FindingCode[]): string[] =>
          findings.flatMap(({ code, triggerIds }) => (codes.includes(code) ? triggerIds.slice(0, 1) : []));
        const never = (findings: Finding[]) => new Set(ids(findings, "never_wins", "silence_never"));
        expect(never(both)).toEqual(never(from("a")).intersection(never(from(team))));
        const trapped = (findings: Finding[], code: FindingCode) =>
          findings.some((each) => each.code === code);
        for (const code of ["no_opening", "no_way_to_a_person", "hand_over_cycle"] as const)
          expect(trapped(both, code)).toBe(trapped(from("a"), code) || trapped(from(team), code));
        // what happens where the account begins is no number's own
        for (const { witness, numbers } of both)
          expect(numbers).toEqual(witness && witness.begins !== "a" ? ["n"] : undefined);
      }),
      { numRuns: Number(process.env["VERIFY_RUNS"] ?? 10_000) / 20 },
    );
  }, 120_000);
});
