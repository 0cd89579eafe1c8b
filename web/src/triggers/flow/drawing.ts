import { fold, type Flow, type FlowEdge, type FlowNode, type Trigger } from "@balcao/core";
import { anyOf, quoted, shortHours, type Tongue } from "../sentences.ts";
import type { Mark } from "../verify/findings.ts";

/** A node of the flow as it is drawn and read out. */
export type Box = {
  id: string;
  kind: FlowNode["kind"];
  triggerId: string | null;
  title: string;
  /** its name, and that a template stands behind the message */
  team: string;
  color: string | null;
  /** nothing leads to it */
  isAlone: boolean;
  mark: Mark | null;
};

/** All that leads from one box to another; `ids` are the edges of the flow behind it. */
export type Line = {
  id: string;
  from: string;
  to: string;
  ids: string[];
  /** why one goes there, one entry a reason */
  reasons: string[];
  tone: "reply" | "time" | "people";
};

export type Drawing = { boxes: Box[]; lines: Line[] };

const PEOPLE: ReadonlySet<FlowEdge["because"]> = new Set([
  "given_up",
  "person_word",
  "flow_ended",
  "no_trigger",
  "loop",
  "window_closed",
]);
const TIME: ReadonlySet<FlowEdge["because"]> = new Set(["silence", "inactivity"]);

/** Why one goes along an edge: "“Comercial” < 23 h", "silêncio > 2 h". */
function reasonOf({ because, words, idle, from }: FlowEdge, tongue: Tongue): string {
  const { t } = tongue;
  const what =
    because === "reply"
      ? anyOf(words.map(quoted), t)
      : t(`flow.because.${because === "any" && from === "start" ? "first" : because}`);
  // who never wrote before has waited for ever: there the time says nothing
  if (idle === null || from === "start") return what;
  return `${what} ${t(`flow.idle.${idle.operator}`, { hours: shortHours(idle.hours, tongue) })}`;
}

/** Does the menu at this end of the edge offer what leads along it? A customer may write a word of another menu too. */
function isOffered({ from, words }: FlowEdge, triggers: Facts["triggers"]): boolean {
  const action = triggers.get(from.replace("trigger:", ""))?.action;
  const offered = new Set(action?.type === "smart_message" ? action.keywords.map(fold) : []);
  return words.some((word) => offered.has(fold(word)));
}

/**
 * The edges worth a line: of the answers that a menu does not offer, only those to triggers that no menu offers. Every menu
 * of a team hears every word of the team, and a drawing with all of that shows nothing.
 */
function drawnEdges(edges: readonly FlowEdge[], triggers: Facts["triggers"]): FlowEdge[] {
  const offered = new Set(
    edges.filter((edge) => edge.because === "reply" && isOffered(edge, triggers)).map(({ to }) => to),
  );
  return edges.filter(
    (edge) => edge.because !== "reply" || !offered.has(edge.to) || isOffered(edge, triggers),
  );
}

function linesOf(edges: readonly FlowEdge[], tongue: Tongue): Line[] {
  const lines = new Map<string, Line>();
  for (const edge of edges) {
    const id = `${edge.from}>${edge.to}`;
    const tone = PEOPLE.has(edge.because) ? "people" : TIME.has(edge.because) ? "time" : "reply";
    const line = lines.get(id) ?? { id, from: edge.from, to: edge.to, ids: [], reasons: [], tone };
    line.ids.push(edge.id);
    const reason = reasonOf(edge, tongue);
    if (!line.reasons.includes(reason)) line.reasons.push(reason);
    lines.set(id, line);
  }
  return [...lines.values()];
}

type Facts = {
  triggers: ReadonlyMap<string, Pick<Trigger, "description" | "team" | "action">>;
  colors: ReadonlyMap<string, string>;
  marks: ReadonlyMap<string, Mark>;
};

function boxOf(node: FlowNode, { triggers, colors, marks }: Facts, tongue: Tongue): Box {
  const { t, team } = tongue;
  const trigger = node.triggerId === null ? undefined : triggers.get(node.triggerId);
  const place = node.team ?? trigger?.team.team ?? null;
  const name = place === null ? "" : team(place);
  const hasTemplate = trigger?.action.type === "smart_message" && trigger.action.template !== null;
  const titles = {
    start: t("flow.start"),
    people: t("flow.people", { team: name }),
    closing: t("flow.closing"),
  };
  const kind = node.kind in titles ? (node.kind as keyof typeof titles) : "people";
  return {
    id: node.id,
    kind: node.kind,
    triggerId: node.triggerId,
    title: trigger?.description ?? titles[kind],
    team: hasTemplate ? t("flow.template", { team: name }) : name,
    color: (place !== null && colors.get(place)) || null,
    isAlone: node.team === null && node.triggerId !== null,
    mark: (node.triggerId !== null && marks.get(node.triggerId)) || null,
  };
}

/** A bot's flow with its words, parallel edges joined to one line. */
export const drawingOf = (flow: Flow, facts: Facts, tongue: Tongue): Drawing => ({
  boxes: flow.nodes.map((node) => boxOf(node, facts, tongue)),
  lines: linesOf(drawnEdges(flow.edges, facts.triggers), tongue),
});

/**
 * The lines that a path lights. The path is given by ids of the flow's edges, or of triggers in the order in which they
 * acted: then by what joins each to the next, the first to the start.
 */
export function litLines({ lines }: Drawing, path: readonly string[]): Set<string> {
  const ids = new Set(path);
  const nodes = ["start", ...path.map((id) => `trigger:${id}`)];
  const steps = new Set(nodes.slice(1).map((to, index) => `${nodes[index]}>${to}`));
  return new Set(
    lines.flatMap((line) => (steps.has(line.id) || line.ids.some((id) => ids.has(id)) ? [line.id] : [])),
  );
}
