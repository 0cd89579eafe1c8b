import { describe, expect, it } from "vitest";
import { templatesByKey } from "../../template/behind.ts";
import type { TemplateFacts, TemplateUse } from "../../template/types.ts";
import { context, NOW, texts } from "../../testing/desk.ts";
import { botOf, handsTo, longerThan, says, T1, trigger } from "../../testing/guide-bot.ts";
import { templateOf } from "../../testing/templates.ts";
import { playScript, type TesterEntry } from "../../tester/tester.ts";
import { witnessSteps } from "../../tester/witness.ts";
import type { Trigger } from "../types.ts";
import type { Finding, FindingCode, Witness } from "./findings.ts";
import { verify } from "./verify.ts";

const back = templateOf({ name: "volta", body: "Ainda podemos ajudar, {{1}}?" });
const use: TemplateUse = {
  name: "volta",
  language: "pt_BR",
  values: { "body.1": "{{contato.nome|cliente}}" },
};
const silence = (id: string, hours: number, template: TemplateUse | null = null): Trigger =>
  trigger(id, {
    fires: "on_silence",
    idle: longerThan(hours),
    action: { type: "smart_message", text: id, keywords: [], presentation: "auto", template },
  });

type World = { triggers: Trigger[]; templates: TemplateFacts[] };
const world = (triggers: Trigger[], ...templates: TemplateFacts[]): World => ({
  triggers: [T1, ...triggers],
  templates,
});
const find = ({ triggers, templates }: World, code: FindingCode): Finding[] =>
  verify(botOf(...triggers), { templates: templatesByKey(templates) }).filter((each) => each.code === code);

/** The witness lived through by the functions that decide in production: what the last step of it brought. */
function lived({ triggers, templates }: World, witness: Witness | null): TesterEntry[] {
  const steps = witnessSteps({ steps: witness?.steps ?? [] });
  const company = context({
    inactivityHours: 1000,
    autoMessages: texts(),
    templates: templatesByKey(templates),
  });
  const play = (count: number) =>
    playScript(
      { running: { versionId: "draft", bot: botOf(...triggers) }, context: company },
      NOW,
      steps.slice(0, count),
    ).entries;
  return play(steps.length).slice(play(steps.length - 1).length);
}
const bodies = (entries: TesterEntry[]): string[] =>
  entries.flatMap((entry) => ("content" in entry ? [entry.content.body] : []));

describe("a silence trigger whose turn comes after the window closed", () => {
  it.each<[string, Trigger[], string[], number]>([
    ["at once", [silence("T6", 24)], ["T6"], 24],
    ["after another has spoken", [silence("T6", 20), silence("T7", 23)], ["T7"], 43],
    ["after two have", [silence("T6", 6), silence("T7", 8), silence("T8", 11)], ["T8"], 25],
  ])("is an error without a template: %s", (_name, triggers, ids, hours) => {
    const late = world(triggers);
    const found = find(late, "silence_after_window");
    expect(found.flatMap(({ triggerIds }) => triggerIds)).toEqual(ids);
    expect(found[0]).toMatchObject({ severity: "error", data: { hours, window: 24 } });
    expect(bodies(lived(late, found[0]?.witness ?? null))).toEqual([]);
  });

  it.each<[string, Trigger[]]>([
    ["it comes in time", [silence("T6", 23.5)]],
    ["all come in time", [silence("T6", 5), silence("T7", 8), silence("T8", 10)]],
    [
      "it hands over",
      [trigger("T6", { fires: "on_silence", idle: longerThan(30), action: handsTo("suporte") })],
    ],
    ["it is switched off", [{ ...silence("T6", 30), active: false }]],
    ["an approved template stands behind it", [silence("T6", 30, use)]],
  ])("is none when %s", (_name, triggers) =>
    expect(find(world(triggers, back), "silence_after_window")).toEqual([]),
  );

  it.each([
    [[silence("T6", 30)], { idle: longerThan(23) }],
    [[silence("T6", 20), silence("T7", 23)], { idle: longerThan(3) }],
    // what T7 cannot say is no interaction: T8 counts from T6 as well
    [[silence("T6", 20), silence("T7", 23), silence("T8", 23.5)], { idle: longerThan(3) }],
    [[silence("T6", 23.5), silence("T7", 23.8)], { active: false }],
  ])("is repaired so that it is gone", (triggers, change) => {
    const last = triggers.at(-1);
    const repair = find(world(triggers), "silence_after_window").at(-1)?.repair;
    expect(repair).toEqual({ triggerId: last?.id, change });
    const mended = triggers.map((each) => (each === last ? { ...each, ...repair?.change } : each));
    expect(find(world(mended), "silence_after_window").flatMap(({ triggerIds }) => triggerIds)).not.toContain(
      last?.id,
    );
  });
});

describe("a template that would not go out", () => {
  const late = [silence("T6", 30, use)];
  it.each<[string, TemplateFacts[], Finding["data"]]>([
    ["missing", [], { problem: "template_missing" }],
    ["paused", [{ ...back, status: "PAUSED" }], { problem: "template_not_approved", status: "PAUSED" }],
    [
      "rejected",
      [{ ...back, status: "REJECTED", reason: "SCAM" }],
      { problem: "template_not_approved", status: "REJECTED", reason: "SCAM" },
    ],
    ["disabled", [{ ...back, status: "DISABLED" }], { problem: "template_not_approved", status: "DISABLED" }],
    ["unfilled", [{ ...back, body: "{{1}} {{2}}" }], { problem: "place_missing", key: "body.2" }],
    ["changed", [{ ...back, body: "Oi" }], { problem: "place_unknown", key: "body.1" }],
  ])("is an error: %s", (_name, templates, data) => {
    const bot = world(late, ...templates);
    const [finding, ...others] = find(bot, "template_unusable");
    expect(others).toEqual([]);
    expect(finding).toEqual({
      code: "template_unusable",
      severity: "error",
      triggerIds: ["T6"],
      data: { template: "volta", language: "pt_BR", ...data },
      witness: {
        begins: "principal",
        team: "principal",
        steps: [{ idleHours: null, says: "oi" }, { silenceHours: 30 }],
      },
      repair: null,
    });
    const told = lived(bot, finding?.witness ?? null);
    expect(bodies(told)).toEqual([]);
    expect(told).toMatchObject([{ event: "conversation.template_unsaid", data: { code: data["problem"] } }]);
  });

  it("is none when it is approved: the template goes out in the place of the text", () => {
    const bot = world(late, back);
    expect(find(bot, "template_unusable")).toEqual([]);
    const told = lived(bot, {
      begins: "principal",
      team: "principal",
      steps: [{ idleHours: null, says: "oi" }, { silenceHours: 30 }],
    });
    expect(bodies(told)).toEqual(["Ainda podemos ajudar, Lia Prado?"]);
  });

  it("is taken away from a trigger that can speak without it, and from no other", () => {
    const early = world([silence("T6", 3, use)]);
    const [finding] = find(early, "template_unusable");
    const { action } = silence("T6", 3);
    expect(finding).toMatchObject({ witness: null, repair: { triggerId: "T6", change: { action } } });
    expect(find(world([silence("T6", 3)]), "template_unusable")).toEqual([]);
    expect(find(world([silence("T6", 3, use)], back), "template_unusable")).toEqual([]);
    expect(find(world([{ ...silence("T6", 30, use), active: false }]), "template_unusable")).toEqual([]);
  });

  it("is not looked for where nothing is known of templates", () => {
    const codes = verify(botOf(T1, ...late)).map(({ code }) => code);
    expect(codes).not.toContain("template_unusable");
  });

  it("stands behind a silence only", () => {
    const action = { ...says("Oi"), template: use } as Trigger["action"];
    expect(find(world([trigger("T6", { action })], back), "text_problem")).toMatchObject([
      { data: { path: "action.template", problem: "template_needs_silence" } },
    ]);
  });
});
