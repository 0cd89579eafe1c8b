import { teamHolds, type CompiledTrigger } from "../conditions.ts";
import type { Ranking } from "../rank.ts";
import { callsPerson, messages, witnessAt, type Case, type Cases } from "./cases.ts";
import type { Node } from "./explored.ts";
import type { Finding, Witness, WitnessStep } from "./findings.ts";

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

function silenceFinding(cases: Cases, entry: CompiledTrigger, teams: string[]): Finding {
  const { trigger } = entry;
  const hours = trigger.idle?.hours ?? 0;
  const closes = (team: string): number => cases.explorer.closesAfter(team);
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

/** Why a trigger never speaks: the words and numbers of the sentence, who comes before, and a case that shows it. */
type Reason = { data: Finding["data"]; rival: CompiledTrigger | null; witness: Witness | null };

/** An entry is beaten by another in every team that is entered, or is only ever reached when nothing can be said any more. */
function whyNoEntry({ explored, explorer }: Cases, { trigger }: CompiledTrigger, teams: string[]): Reason {
  const late = explored.unsaid.find(({ entryId }) => entryId === trigger.id);
  if (late) return { data: { because: "window_closed" }, rival: null, witness: late.witness };
  const entering = explored.handOvers.find(({ to }) => to === teams[0]);
  const rival = entering ? explorer.tables.of(entering.to).onEntry.winner : null;
  return { data: { because: rival ? "shadowed" : "no_case" }, rival, witness: entering?.witness ?? null };
}

/** A message is always answered by another, or the idle time that is asked for never comes. */
function whyNoMessage(cases: Cases, entry: CompiledTrigger, teams: string[]): Reason {
  const { explored, explorer } = cases;
  const beaten = beatenIn(cases, entry);
  if (beaten) {
    const witness = witnessAt(beaten.node, beaten.step);
    return { data: { because: "shadowed" }, rival: beaten.ranking.winner, witness };
  }
  const { idle } = entry.trigger;
  if (idle?.operator !== "greater_than") return { data: { because: "no_case" }, rival: null, witness: null };
  const { hours } = idle;
  const closing = Math.max(...teams.map((team) => explorer.closesAfter(team)));
  if (closing <= hours) {
    const data = { because: "inactivity", hours, closing };
    const last = explored.closings.find(({ node }) => teams.includes(node.team));
    return { data, rival: null, witness: last ? witnessAt(last.node, { silenceHours: hours }) : null };
  }
  const before = explored.silences.find(({ node }) => teams.includes(node.team));
  return {
    data: before ? { because: "silence", hours } : { because: "no_case" },
    rival: before?.ranking.winner ?? null,
    witness: before ? witnessAt(before.node, before.step) : null,
  };
}

/** Triggers that no course of events ever lets speak. */
export function checkNeverWins(cases: Cases): Finding[] {
  const { explored, explorer } = cases;
  const spoke = new Set(explored.edges.flatMap((edge) => edge.acted));
  const teams = [...new Set(explored.nodes.map((node) => node.team))];
  const entered = [...new Set(explored.handOvers.map(({ to }) => to))];
  return explorer.tables.bot.active.flatMap((entry): Finding[] => {
    const { trigger } = entry;
    if (spoke.has(trigger.id)) return [];
    const reached = trigger.fires === "on_entry" ? entered : teams;
    const where = reached.filter((team) => teamHolds(trigger, team));
    if (trigger.fires === "on_silence" && where.length > 0) return [silenceFinding(cases, entry, where)];
    const nowhere: Reason = { data: { because: "team_not_reached" }, rival: null, witness: null };
    const why = trigger.fires === "on_entry" ? whyNoEntry : whyNoMessage;
    const { data, rival, witness } = where.length === 0 ? nowhere : why(cases, entry, where);
    return [
      {
        code: "never_wins",
        severity: "error",
        triggerIds: [trigger.id, ...(rival ? [rival.trigger.id] : [])],
        data: { ...data, team: trigger.team.team },
        witness,
        repair: { triggerId: trigger.id, change: { active: false } },
      },
    ];
  });
}
