import { fold } from "../text/fold.ts";
import { compileBot } from "./conditions.ts";
import type { BotInput, IdleCondition } from "./types.ts";
import { Explorer } from "./verify/explore.ts";
import type { Edge, Node } from "./verify/explored.ts";
import type { VerifyFacts } from "./verify/findings.ts";
import { Tables } from "./verify/tables.ts";

/** `people` = the conversation waits for the people of that team; `closing` = it is closed, for want of a word. */
export type FlowNode = {
  id: string;
  kind: "start" | "menu" | "message" | "hand_over" | "people" | "closing";
  triggerId: string | null;
  /** the team in which it stands; null for the closing and for triggers that nothing leads to */
  team: string | null;
};

/** `reply`: one of `words` · `any`: whatever was said · `entry`: entering the team · the others say why people have the word. */
export type FlowEdge = {
  id: string;
  from: string;
  to: string;
  because:
    | "reply"
    | "any"
    | "entry"
    | "silence"
    | "given_up"
    | "person_word"
    | "flow_ended"
    | "no_trigger"
    | "loop"
    | "window_closed"
    | "inactivity";
  words: string[];
  idle: IdleCondition | null;
};

/** The bot as a picture: derived from what it can do, never drawn by hand. */
export type Flow = { nodes: FlowNode[]; edges: FlowEdge[] };

const START = "start";
const CLOSING = "closing";
const triggerNode = (id: string): string => `trigger:${id}`;
const peopleNode = (team: string): string => `people:${team}`;

class Drawing {
  readonly nodes = new Map<string, FlowNode>();
  readonly edges = new Map<string, FlowEdge>();
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  trigger(id: string, team: string | null): string {
    const key = triggerNode(id);
    const action = this.#tables.bot.active.find((entry) => entry.trigger.id === id)?.trigger.action;
    const kind = action?.type === "hand_over" ? "hand_over" : action?.keywords.length ? "menu" : "message";
    const known = this.nodes.get(key);
    if (!known) this.nodes.set(key, { id: key, kind, triggerId: id, team });
    return key;
  }

  closing(): string {
    this.nodes.set(CLOSING, { id: CLOSING, kind: "closing", triggerId: null, team: null });
    return CLOSING;
  }

  people(team: string): string {
    const id = peopleNode(team);
    this.nodes.set(id, { id, kind: "people", triggerId: null, team });
    return id;
  }

  join(
    from: string,
    to: string,
    because: FlowEdge["because"],
    words: string[] = [],
    idle: IdleCondition | null = null,
  ): void {
    const id = `${from}>${to}:${because}`;
    const known = this.edges.get(id);
    this.edges.set(id, {
      id,
      from,
      to,
      because,
      idle,
      words: [...new Set([...(known?.words ?? []), ...words])],
    });
  }

  /** From where the customer was to the trigger that answers, with the words that lead there. */
  answer(from: string, edge: Edge, to: string): void {
    if ("silenceHours" in edge.step)
      return this.join(from, to, "silence", [], { operator: "greater_than", hours: edge.step.silenceHours });
    const entry = this.#tables.bot.active.find(({ trigger }) => trigger.id === edge.winner);
    if (!entry) return this.join(from, to, "entry");
    const offered = (edge.from.menu?.options ?? [])
      .map(({ keyword }) => keyword)
      .filter((keyword) => entry.words?.some(({ folded }) => folded === fold(keyword)));
    const words = offered.length > 0 ? offered : (entry.shown ?? []);
    this.join(from, to, entry.words === null ? "any" : "reply", words, entry.trigger.idle);
  }
}

/** The nodes that brought a conversation to this situation: its menu, or what was said last. */
function sourcesOf(node: Node, into: ReadonlyMap<Node, Edge[]>): string[] {
  if (node.fresh) return [START];
  if (node.menu) return [triggerNode(node.menu.triggerId)];
  return [...new Set((into.get(node) ?? []).flatMap(({ acted }) => acted.slice(-1)).map(triggerNode))];
}

/**
 * The picture of a bot: from a new conversation through its triggers to the people, or to its closing. It holds every trigger once;
 * those that nothing leads to stand alone. `facts`: what stands outside the bot, as the verifier knows it. Pure.
 */
export function botFlow(bot: BotInput, facts: VerifyFacts = {}): Flow {
  const tables = new Tables(compileBot(bot));
  const first = bot.settings?.firstContactTeam ?? bot.teams?.[0]?.id ?? "";
  const { edges, closings } = new Explorer(tables, facts).walk([first]);
  const drawing = new Drawing(tables);
  drawing.nodes.set(START, { id: START, kind: "start", triggerId: null, team: first });
  const into = new Map<Node, Edge[]>();
  for (const edge of edges)
    if ("node" in edge.to) into.set(edge.to.node, [...(into.get(edge.to.node) ?? []), edge]);
  for (const edge of edges) {
    const end = "node" in edge.to ? edge.to.node.team : edge.to.people;
    const chain = edge.acted.map((id, index) => drawing.trigger(id, index === 0 ? edge.from.team : end));
    const [head] = chain;
    for (const from of sourcesOf(edge.from, into)) {
      if (head) drawing.answer(from, edge, head);
      else if ("people" in edge.to) drawing.join(from, drawing.people(end), edge.to.because);
    }
    for (const [index, to] of chain.entries()) {
      const before = chain[index - 1];
      if (before) drawing.join(before, to, "entry");
    }
    const last = chain.at(-1);
    if (last && "people" in edge.to) drawing.join(last, drawing.people(end), edge.to.because);
  }
  for (const { node, hours } of closings)
    for (const from of sourcesOf(node, into))
      drawing.join(from, drawing.closing(), "inactivity", [], { operator: "greater_than", hours });
  for (const { trigger } of tables.bot.active) drawing.trigger(trigger.id, null);
  return { nodes: [...drawing.nodes.values()], edges: [...drawing.edges.values()] };
}
