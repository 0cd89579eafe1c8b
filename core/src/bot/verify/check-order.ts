import { teamHolds, type CompiledTrigger } from "../conditions.ts";
import type { Ranking } from "../rank.ts";
import { callsPerson, messages, witnessAt, type Case, type Cases } from "./cases.ts";
import type { Node } from "./explore.ts";
import type { Finding, VerifyFacts, Witness, WitnessStep } from "./findings.ts";

const idOf = (entry: CompiledTrigger | null): string => entry?.trigger.id ?? "";

function tie(ranking: Ranking, team: string, witness: Witness): Finding {
  return {
    code: "only_position_decides",
    severity: "warning",
    triggerIds: [idOf(ranking.winner), idOf(ranking.runnerUp)],
    data: { team },
    witness,
    repair: null,
  };
}

/** Two triggers hold for the same message and nothing but their place in the list tells them apart. */
export function checkTies(cases: Cases): Finding[] {
  const found = new Map<string, Finding>();
  const add = (node: Node, ranking: Ranking, step: WitnessStep): void => {
    const key = `${idOf(ranking.winner)}|${idOf(ranking.runnerUp)}`;
    if (ranking.wonBy === "position" && !found.has(key))
      found.set(key, tie(ranking, node.team, witnessAt(node, step)));
  };
  for (const { node, step, texts, ranking } of messages(cases))
    if (!callsPerson(cases, ranking, texts)) add(node, ranking, step);
  for (const { node, step, ranking } of cases.explored.silences) add(node, ranking, step);
  return [...found.values()];
}

/** Two entry triggers for one team that the bot hands conversations to, or opens them in. */
export function checkEntries(cases: Cases): Finding[] {
  const { explored, explorer } = cases;
  const entered = new Map<string, Witness | null>();
  for (const { to, witness } of explored.handOvers) if (!entered.has(to)) entered.set(to, witness);
  for (const edge of explored.edges)
    if (edge.from.fresh && edge.winner === null && edge.acted.length > 0 && !entered.has(edge.from.team))
      entered.set(edge.from.team, witnessAt(edge.from, edge.step));
  return [...entered].flatMap(([team, witness]): Finding[] => {
    const { wonBy, winner, runnerUp } = explorer.tables.of(team).onEntry;
    if (wonBy !== "position") return [];
    const triggerIds = [idOf(winner), idOf(runnerUp)];
    return [
      {
        code: "two_entries",
        severity: "error",
        triggerIds,
        data: { team },
        witness,
        repair: { triggerId: idOf(runnerUp), change: { active: false } },
      },
    ];
  });
}

/** The first case in which the trigger holds though another wins. */
function beatenIn(cases: Cases, entry: CompiledTrigger): Case | null {
  for (const found of messages(cases)) if (found.holding.includes(entry)) return found;
  return null;
}

function silenceFinding(cases: Cases, facts: VerifyFacts, entry: CompiledTrigger, teams: string[]): Finding {
  const { trigger } = entry;
  const hours = trigger.idle?.hours ?? 0;
  const closes = (team: string): number =>
    facts.inactivityHours?.get(team) ?? facts.inactivityHours?.get("") ?? Infinity;
  const closing = teams.every((team) => hours >= closes(team));
  const shortest = Math.min(...teams.map(closes));
  const node = cases.explored.nodes.find(({ team, fresh }) => !fresh && teams.includes(team));
  const rivals = cases.explored.edges.flatMap((edge) =>
    "silenceHours" in edge.step && teams.includes(edge.from.team) ? edge.acted.slice(0, 1) : [],
  );
  return {
    code: "silence_never",
    severity: "error",
    triggerIds: [trigger.id, ...(closing ? [] : new Set(rivals))],
    data: closing ? { because: "inactivity", hours, closing: shortest } : { because: "others", hours },
    witness: node ? witnessAt(node, { silenceHours: hours }) : null,
    repair:
      closing && shortest > 1
        ? { triggerId: trigger.id, change: { idle: { operator: "greater_than", hours: shortest - 1 } } }
        : { triggerId: trigger.id, change: { active: false } },
  };
}

/** Triggers that no course of events ever lets speak. */
export function checkNeverWins(cases: Cases, facts: VerifyFacts): Finding[] {
  const { explored, explorer } = cases;
  const spoke = new Set(explored.edges.flatMap((edge) => edge.acted));
  const teams = [...new Set(explored.nodes.map((node) => node.team))];
  const entered = [...new Set(explored.handOvers.map(({ to }) => to))];
  return explorer.tables.bot.active.flatMap((entry): Finding[] => {
    const { trigger } = entry;
    if (spoke.has(trigger.id)) return [];
    const reached = trigger.fires === "on_entry" ? entered : teams;
    const where = reached.filter((team) => teamHolds(trigger, team));
    if (trigger.fires === "on_silence" && where.length > 0)
      return [silenceFinding(cases, facts, entry, where)];
    const beaten = trigger.fires === "on_message" ? beatenIn(cases, entry) : null;
    const entering =
      trigger.fires === "on_entry" ? explored.handOvers.find(({ to }) => to === where[0]) : null;
    const rival =
      beaten?.ranking.winner ?? (entering ? explorer.tables.of(entering.to).onEntry.winner : null);
    const because = where.length === 0 ? "team_not_reached" : rival ? "shadowed" : "no_case";
    return [
      {
        code: "never_wins",
        severity: "error",
        triggerIds: [trigger.id, ...(rival ? [rival.trigger.id] : [])],
        data: { because, team: trigger.team.team },
        witness: beaten ? witnessAt(beaten.node, beaten.step) : (entering?.witness ?? null),
        repair: { triggerId: trigger.id, change: { active: false } },
      },
    ];
  });
}
