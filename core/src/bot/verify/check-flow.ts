import type { CompiledTrigger } from "../conditions.ts";
import { readings } from "../decide.ts";
import { MENU_LIMITS } from "../present.ts";
import { triggerProblems } from "../problems.ts";
import type { BotTeam, OpenMenu } from "../types.ts";
import { longestRendering } from "../../text/variables.ts";
import type { Node } from "./explored.ts";
import { callsPerson, soon, witnessAt, witnessOf, witnessOfAct, type Cases } from "./cases.ts";
import type { Finding, VerifyFacts, Witness } from "./findings.ts";

/** The guide's warning: what opens must wait longer than this, or it answers for everybody else. */
const OPENING_HOURS = 1;

/** Does somebody answer a new contact, and does that answer keep out of the way afterwards? */
export const checkOpening = (cases: Cases): Finding[] =>
  cases.explored.starts.flatMap((start) => checkStart(cases, start));

function checkStart(cases: Cases, start: Node): Finding[] {
  const { explored, explorer } = cases;
  const silent = explored.edges.find(
    ({ from, to, acted, winner }) =>
      from === start &&
      winner === null &&
      acted.length === 0 &&
      "people" in to &&
      to.because === "no_trigger",
  );
  const findings: Finding[] = [];
  if (silent)
    findings.push({
      code: "no_opening",
      severity: "error",
      triggerIds: [],
      data: { team: start.team },
      witness: witnessOf(silent),
      repair: null,
    });
  const { winner } = explorer.tables.onMessage(start.team, null, [explorer.tables.otherWord]).ranking;
  const hours = winner?.trigger.idle?.hours ?? 0;
  if (winner && winner.trigger.action.type === "smart_message" && hours < OPENING_HOURS)
    findings.push(...eagerOpening(cases, start.team, winner, hours));
  return findings;
}

type Eager = { node: Node; idleHours: number; says: string; other: CompiledTrigger | undefined };

/** Where the opening would answer in the middle of a conversation; before all where a reply holds for the same message. */
function eagerCase(
  { explored, explorer }: Cases,
  team: string,
  opening: CompiledTrigger,
  hours: number,
): Eager | null {
  const { tables } = explorer;
  let alone: Eager | null = null;
  for (const node of explored.nodes) {
    if (node.fresh || node.team !== team) continue;
    const idles = explorer.idles(node, [OPENING_HOURS]).filter((idle) => idle !== null);
    const [idleHours] = idles.filter((idle) => idle > hours && idle <= OPENING_HOURS);
    if (idleHours === undefined) continue;
    const others = (says: string): CompiledTrigger[] => {
      const { holding } = tables.onMessage(team, idleHours, [says]);
      return holding.includes(opening) ? holding.filter((entry) => entry !== opening) : [];
    };
    const rival = tables.of(team).words.find((word) => others(word).some(({ words }) => words !== null));
    const says = rival ?? tables.otherWord;
    const found = { node, idleHours, says, other: others(says)[0] };
    if (rival !== undefined) return found;
    alone ??= found;
  }
  return alone;
}

function eagerOpening(cases: Cases, team: string, opening: CompiledTrigger, hours: number): Finding[] {
  const found = eagerCase(cases, team, opening, hours);
  if (!found) return [];
  const { node, idleHours, says, other } = found;
  return [
    {
      code: "opening_too_eager",
      severity: "error",
      triggerIds: [opening.trigger.id, ...(other ? [other.trigger.id] : [])],
      data: { hours, least: OPENING_HOURS, team: node.team, word: says },
      witness: witnessAt(node, cases.explorer.stepAt(node, idleHours, says)),
      repair: {
        triggerId: opening.trigger.id,
        change: { idle: { operator: "greater_than", hours: OPENING_HOURS } },
      },
    },
  ];
}

/** What hand-overs lead to: teams where nobody answers, circles, closed doors. */
export function checkHandOvers(cases: Cases, teams: readonly BotTeam[], facts: VerifyFacts): Finding[] {
  const { explored, explorer } = cases;
  const byTeam = new Map<string, { triggerIds: string[]; witness: Witness }>();
  for (const { to, triggerId, witness } of explored.handOvers) {
    const known = byTeam.get(to);
    if (!known) byTeam.set(to, { triggerIds: [triggerId], witness });
    else if (!known.triggerIds.includes(triggerId)) known.triggerIds.push(triggerId);
  }
  const findings: Finding[] = explored.loops.map(({ triggerIds, witness }) => ({
    code: "hand_over_cycle",
    severity: "error",
    triggerIds,
    data: { team: witness.team },
    witness,
    repair: null,
  }));
  const works = (team: string): boolean => teams.find(({ id }) => id === team)?.hasMembers ?? false;
  for (const [team, { triggerIds, witness }] of byTeam) {
    const shared = { triggerIds, data: { team }, witness, repair: null };
    const hasMembers = works(team);
    const unsaid = explored.unsaid.find((each) => each.team === team);
    if (unsaid && !hasMembers)
      findings.push({
        code: "team_without_people",
        severity: "error",
        triggerIds: [unsaid.triggerId],
        data: { team, because: "window_closed" },
        witness: unsaid.witness,
        repair: null,
      });
    if (explorer.tables.of(team).onEntry.winner === null)
      findings.push(
        hasMembers
          ? { code: "team_without_entry", severity: "info", ...shared }
          : { code: "team_without_people", severity: "error", ...shared },
      );
    if (facts.limitedHours?.has(team) && facts.answersOutOfHours === false)
      findings.push({ code: "hand_over_out_of_hours", severity: "warning", ...shared });
  }
  return findings;
}

/** Texts and options that WhatsApp or the product refuses. */
export function checkTexts(cases: Cases, teamIds: ReadonlySet<string>): Finding[] {
  return cases.explorer.tables.bot.active.flatMap(({ trigger }): Finding[] => {
    const triggerIds = [trigger.id];
    const findings: Finding[] = triggerProblems(trigger, teamIds)
      .filter(({ code }) => code !== "repeated_keyword")
      .map(({ path, code }) => ({
        code: "text_problem",
        severity: "error",
        triggerIds,
        data: { path, problem: code },
        witness: path.startsWith("action") ? witnessOfAct(cases, trigger.id) : null,
        repair: null,
      }));
    const { action } = trigger;
    if (action.type !== "smart_message") return findings;
    const limits =
      action.presentation === "buttons" || action.presentation === "list"
        ? MENU_LIMITS[action.presentation]
        : null;
    const long = action.keywords.filter((word) => limits && Array.from(word).length > limits.title);
    const body = longestRendering(action.text);
    if (
      limits &&
      action.keywords.length > 0 &&
      (long.length > 0 || action.keywords.length > limits.most || body > MENU_LIMITS.body)
    )
      findings.push({
        code: "option_does_not_fit",
        severity: "error",
        triggerIds,
        data: {
          presentation: action.presentation,
          words: long,
          most: limits.most,
          title: limits.title,
          body,
        },
        witness: witnessOfAct(cases, trigger.id),
        repair: { triggerId: trigger.id, change: { action: { ...action, presentation: "auto" } } },
      });
    return findings;
  });
}

const ASKED =
  /(?:digite|tecle|aperte|envie|mande|responda(?: com)?|op[cç][aã]o|press|type|send|reply(?: with)?|option)\s+(?:o n[uú]mero\s+|the number\s+)?["'*_“]*(\d{1,2})(?!\d)|^\s*[*_]*(\d{1,2})[*_]*\s*(?:[-–—).:]|️?⃣)\s*\S/gimu;

/** A message tells the customer to answer with a number that nobody handles. */
export function checkNumbers(cases: Cases): Finding[] {
  const { explored, explorer } = cases;
  const found = new Map<string, Finding>();
  for (const edge of explored.edges) {
    // what could not be said asks for nothing
    if ("node" in edge.to && edge.to.node.quiet > 0) continue;
    const last = edge.acted.at(-1);
    const trigger = explorer.tables.bot.active.find((entry) => entry.trigger.id === last)?.trigger;
    if (trigger?.action.type !== "smart_message") continue;
    for (const [, spoken, listed] of trigger.action.text.matchAll(ASKED)) {
      const number = String(Number(spoken ?? listed));
      const key = `${trigger.id}|${number}`;
      if (found.has(key) || isAnswered(cases, edge.to, number)) continue;
      const witness =
        "node" in edge.to
          ? witnessAt(edge.to.node, { idleHours: soon(cases, edge.to.node), says: number })
          : witnessOf(edge);
      const data = { number, team: witness.team };
      found.set(key, {
        code: "number_unanswered",
        severity: "warning",
        triggerIds: [trigger.id],
        data,
        witness,
        repair: null,
      });
    }
  }
  return [...found.values()];
}

type Target = Cases["explored"]["edges"][number]["to"];

function isAnswered(cases: Cases, to: Target, number: string): boolean {
  if (!("node" in to)) return false;
  const menu: OpenMenu | null = to.node.menu;
  const texts = readings({ type: "message", text: number }, menu);
  const { ranking } = cases.explorer.tables.onMessage(to.node.team, soon(cases, to.node), texts);
  return ranking.winner !== null || callsPerson(cases, ranking, texts);
}
