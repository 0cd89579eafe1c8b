import { describe, expect, it } from "vitest";
import {
  find,
  findings,
  guide,
  guideAnd,
  guideWith,
  silent,
  worldOf,
  type Case,
  type Row,
} from "../../testing/finding-play.ts";
import { FLOW_ROWS } from "../../testing/finding-rows-flow.ts";
import { MENU_ROWS } from "../../testing/finding-rows-menus.ts";
import { NEVER_ROWS } from "../../testing/finding-rows-never.ts";
import { handsTo, HOUR, inTeam, longerThan, saoPaulo, says, trigger } from "../../testing/guide-bot.ts";
import { playScript } from "../../tester/tester.ts";
import { witnessSteps } from "../../tester/witness.ts";
import type { FindingCode, Repair } from "./findings.ts";

/** Every finding of chatbot.md, section 5. A new code without a row does not compile. */
const ROWS: Record<FindingCode, [Row, ...Row[]]> = { ...FLOW_ROWS, ...NEVER_ROWS, ...MENU_ROWS };
const all = Object.entries(ROWS).flatMap(([code, rows]) =>
  rows.map((row) => ({ code: code as FindingCode, ...row })),
);

const repaired = (of: Case, { triggerId, change }: Repair): Case => ({
  ...of,
  triggers: of.triggers.map((entry) => (entry.id === triggerId ? { ...entry, ...change } : entry)),
});

describe.each(all)("$code: $trap", ({ code, has, tells, nearly, shows, begin }) => {
  const world = worldOf(has);
  const [finding] = findings(world).filter((each) => each.code === code);

  it("is found, and neither in a bot that nearly has it nor once it is repaired", () => {
    expect(finding).toMatchObject(tells);
    for (const each of nearly) expect(find(each, code)).toEqual([]);
    if (finding?.repair) expect(find(repaired(has, finding.repair), code)).toEqual([]);
  });

  it("shows itself when its witness is played", () => {
    if (shows === null || !finding?.witness) {
      expect([finding?.witness, shows]).toEqual([null, null]);
      return;
    }
    const steps = witnessSteps(finding.witness);
    shows({ run: playScript(world, begin ?? saoPaulo(9), steps), steps, world });
  });
});

it("leaves no finding without a case that can be played", () => {
  const silent = Object.entries(ROWS).filter(([, rows]) => rows.every(({ shows }) => shows === null));
  expect(silent).toEqual([]);
});

it("has nothing against the guide's example but that Suporte answers with people", () => {
  expect(findings(worldOf(guide)).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    "info team_without_entry",
  ]);
});

it("leads from a renamed option to the one trigger that waits for the old word", () => {
  const renamed = guideWith("T4", { action: says("Menu", "Atendimento humano") });
  const [finding] = find(renamed, "keyword_unanswered");
  expect(finding?.repair).toEqual({
    triggerId: "T5",
    change: { expectedReply: ["Atendimento", "Atendimento humano"] },
  });
  expect(finding?.repair && find(repaired(renamed, finding.repair), "keyword_unanswered")).toEqual([]);
  // two that wait, or one that would not answer at once: nobody can say which was meant
  const two = trigger("T6", { team: inTeam("comercial"), expectedReply: ["boleto"] });
  const late = { triggerId: "T5", change: { idle: longerThan(2) } };
  for (const other of [{ triggers: [...renamed.triggers, two] }, repaired(renamed, late)])
    expect(find(other, "keyword_unanswered")[0]?.repair).toMatchObject({ triggerId: "T4" });
});

it("a silence that hands over ends the flow as any hand-over does: what waits for an answer there never speaks", () => {
  const silence = silent("T6", 3, { action: handsTo("cobranca") });
  const entry = trigger("T7", { fires: "on_entry", team: inTeam("cobranca"), action: says("Até logo") });
  const after = trigger("T8", { team: inTeam("cobranca"), idle: longerThan(1), action: says("Ainda aí?") });
  const moved = guideAnd(silence, entry, after);
  expect(find(moved, "never_wins").map(({ triggerIds }) => triggerIds)).toEqual([["T8"]]);
  const steps = witnessSteps({ steps: [{ idleHours: null, says: "oi" }, { silenceHours: 3 }] });
  expect(playScript(worldOf(moved), saoPaulo(9), steps).conversation).toMatchObject({
    teamId: "cobranca",
    owner: "team",
  });
  const spoken = guideAnd({ ...silence, action: says("Oi?") }, entry, after);
  expect(find(spoken, "never_wins")).toHaveLength(2);
});

it("plays a case from a new customer on: waits, words or a voice message, and a silence a moment longer than its hours", () => {
  expect(
    witnessSteps({
      steps: [
        { idleHours: null, says: "oi" },
        { idleHours: 2, says: null },
        { idleHours: 0, says: "Comercial" },
        { silenceHours: 4 },
      ],
    }),
  ).toEqual([
    { does: "writes", text: "oi" },
    { does: "waits", hours: 2 },
    { does: "sends", what: "audio" },
    { does: "writes", text: "Comercial" },
    { does: "waits", hours: 4 + 1 / HOUR },
  ]);
});
