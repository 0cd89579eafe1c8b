import { behindProblems, templateKey } from "../../template/behind.ts";
import type { TemplateFacts, TemplateProblem, TemplateUse } from "../../template/types.ts";
import { readings } from "../decide.ts";
import type { Trigger } from "../types.ts";
import { callsPerson, soon, witnessOf, type Cases } from "./cases.ts";
import { WINDOW_HOURS } from "./explore.ts";
import type { Edge } from "./explored.ts";
import type { Finding, VerifyFacts, Witness } from "./findings.ts";

/** One silence in which a trigger speaks. `hours`: since the customer last wrote; the window counts from there. */
type Silence = { hours: number; ownHours: number; edge: Edge };

/** The silences that each trigger breaks by itself, without handing the conversation over before. */
function silencesByTrigger({ explored }: Cases): Map<string, Silence[]> {
  const silences = new Map<string, Silence[]>();
  for (const edge of explored.edges) {
    const [id] = edge.acted;
    if (!("silenceHours" in edge.step) || id === undefined || edge.acted.length > 1) continue;
    const ownHours = edge.from.quiet + edge.step.silenceHours;
    silences.set(id, [...(silences.get(id) ?? []), { hours: edge.from.since + ownHours, ownHours, edge }]);
  }
  return silences;
}

const isClosed = ({ hours }: Pick<Silence, "hours">): boolean => hours >= WINDOW_HOURS;

/** What a silence trigger says, seen against the window: always after it closed, and a case that shows it. */
type Late = { onlyLate: boolean; least: number; before: number; witness: Witness | null };

function lateness(trigger: Trigger, silences: readonly Silence[]): Late {
  const own = trigger.idle?.hours ?? 0;
  const least = silences.reduce((hours, silence) => Math.min(hours, silence.hours), Infinity);
  const late = silences.find(isClosed);
  return {
    onlyLate: own >= WINDOW_HOURS || (late !== undefined && silences.every(isClosed)),
    least: silences.length > 0 ? least : own,
    before: silences.reduce((hours, silence) => Math.max(hours, silence.hours - silence.ownHours), 0),
    witness: late ? witnessOf(late.edge) : null,
  };
}

function withoutTemplate(trigger: Trigger, { least, before, witness }: Late): Finding {
  // an hour is left to answer in
  const hours = WINDOW_HOURS - 1 - before;
  return {
    code: "silence_after_window",
    severity: "error",
    triggerIds: [trigger.id],
    data: { hours: least, window: WINDOW_HOURS },
    witness,
    repair:
      hours > 0
        ? { triggerId: trigger.id, change: { idle: { operator: "greater_than", hours } } }
        : { triggerId: trigger.id, change: { active: false } },
  };
}

/** What a sentence needs of a problem: its words, without those it has not. */
const dataOf = ({ name, language }: TemplateUse, { code, ...rest }: TemplateProblem): Finding["data"] => ({
  template: name,
  language,
  problem: code,
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
});

function unusable(
  trigger: Trigger,
  use: TemplateUse,
  problem: TemplateProblem,
  { onlyLate, witness }: Late,
): Finding {
  const { action } = trigger;
  return {
    code: "template_unusable",
    severity: "error",
    triggerIds: [trigger.id],
    data: dataOf(use, problem),
    witness,
    // a trigger that has nothing else to say needs another template, which nobody can choose for its author
    repair:
      onlyLate || action.type !== "smart_message"
        ? null
        : { triggerId: trigger.id, change: { action: { ...action, template: null } } },
  };
}

/** Quick replies of a template after which the customer would hear that the answer is none of the menu's. */
function unansweredReplies(
  cases: Cases,
  { id }: Trigger,
  { name, buttons }: TemplateFacts,
  silences: readonly Silence[],
): Finding[] {
  const { bot } = cases.explorer.tables;
  if (bot.otherAnswerLimit === 0 || bot.otherAnswerText.trim() === "") return [];
  const replies = buttons.flatMap(({ type, text }) => (type === "QUICK_REPLY" ? [text] : []));
  return replies.flatMap((keyword): Finding[] => {
    for (const { edge } of silences.filter(isClosed)) {
      if (!("node" in edge.to) || edge.to.node.menu === null) continue;
      const { node } = edge.to;
      const idleHours = soon(cases, node);
      const texts = readings({ type: "message", text: keyword }, node.menu);
      const { ranking } = cases.explorer.tables.onMessage(node.team, idleHours, texts);
      if (ranking.winner || callsPerson(cases, ranking, texts)) continue;
      const steps = [...edge.from.path, edge.step, { idleHours, says: keyword }];
      return [
        {
          code: "template_reply_unanswered",
          severity: "warning",
          triggerIds: [id],
          data: { template: name, keyword, team: node.team },
          witness: { begins: node.begins, team: node.team, steps },
          repair: null,
        },
      ];
    }
    return [];
  });
}

/**
 * Silence triggers that have nothing to say once the service window is closed, templates that cannot be said, and what they offer in
 * vain.
 */
export function checkTemplates(cases: Cases, { templates }: VerifyFacts): Finding[] {
  const silences = silencesByTrigger(cases);
  return cases.explorer.tables.bot.active.flatMap(({ trigger }): Finding[] => {
    const { action, fires, id } = trigger;
    if (action.type !== "smart_message" || fires !== "on_silence") return [];
    const late = lateness(trigger, silences.get(id) ?? []);
    if (action.template === null) return late.onlyLate ? [withoutTemplate(trigger, late)] : [];
    if (!templates) return [];
    const [problem] = behindProblems(action.template, templates);
    if (problem) return [unusable(trigger, action.template, problem, late)];
    const facts = templates.get(templateKey(action.template));
    return facts ? unansweredReplies(cases, trigger, facts, silences.get(id) ?? []) : [];
  });
}
