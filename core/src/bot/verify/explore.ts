import type { CompiledTrigger } from "../conditions.ts";
import { MOST_HAND_OVERS, opensQuestion, readings } from "../decide.ts";
import { present } from "../present.ts";
import { rank, type Ranking } from "../rank.ts";
import type { OpenMenu } from "../types.ts";
import type { VerifyFacts, Witness, WitnessStep } from "./findings.ts";
import type { Tables } from "./tables.ts";

/** A situation the bot can bring a conversation into, in which the next word is the customer's. */
export type Node = {
  key: string;
  team: string;
  menu: OpenMenu | null;
  /** the conversation has just been opened */
  fresh: boolean;
  /** silence triggers that spoke since the customer wrote */
  answered: readonly string[];
  /** how it was first reached */
  path: readonly WitnessStep[];
};

export type Leaving = "person_word" | "given_up" | "flow_ended" | "no_trigger" | "loop";
export type Edge = {
  from: Node;
  step: WitnessStep;
  /** who answers; null = nobody */
  winner: string | null;
  /** triggers that acted, hand-overs included, in order */
  acted: string[];
  to: { node: Node } | { people: string; because: Leaving };
};

export type Explored = {
  nodes: Node[];
  edges: Edge[];
  /** each hand-over that can happen, with the case */
  handOvers: { triggerId: string; from: string; to: string; witness: Witness }[];
  loops: { triggerIds: string[]; witness: Witness }[];
  /** silences that more than one trigger would break at the same moment */
  silences: { node: Node; ranking: Ranking; step: WitnessStep }[];
};

type Said = { text: string | null; readings: string[] };
type Arrival =
  | { says: CompiledTrigger; team: string; acted: string[]; moved: boolean }
  | { people: string; because: Leaving; acted: string[] };

/** Everything the bot can do, found by walking every situation with every case that its triggers tell apart. */
export class Explorer {
  readonly tables: Tables;
  readonly #facts: VerifyFacts;
  readonly #nodes = new Map<string, Node>();
  readonly #queue: Node[] = [];
  readonly #handOvers = new Map<string, Explored["handOvers"][number]>();
  readonly #loops = new Map<string, Explored["loops"][number]>();
  readonly #edges: Edge[] = [];
  readonly #said = new Map<Node, Said[]>();
  readonly #silent: Explored["silences"] = [];

  constructor(tables: Tables, facts: VerifyFacts) {
    this.tables = tables;
    this.#facts = facts;
  }

  /** From a new conversation in this team on. */
  walk(firstTeam: string): Explored {
    this.#reach(firstTeam, null, true, [], []);
    for (let node = this.#queue.shift(); node; node = this.#queue.shift()) {
      this.#messages(node);
      if (!node.fresh) this.#silences(node);
    }
    return {
      nodes: [...this.#nodes.values()],
      edges: this.#edges,
      handOvers: [...this.#handOvers.values()],
      loops: [...this.#loops.values()],
      silences: this.#silent,
    };
  }

  /** What the customer may say here, each with its readings. */
  says(node: Node): Said[] {
    let said = this.#said.get(node);
    if (!said) {
      said = this.#sayings(node);
      this.#said.set(node, said);
    }
    return said;
  }

  #sayings(node: Node): Said[] {
    const menu = node.menu;
    const texts = new Set([
      this.tables.otherWord,
      ...this.tables.of(node.team).words,
      ...this.tables.bot.personWords,
    ]);
    for (const [index, option] of (menu?.options ?? []).entries()) {
      texts.add(option.keyword);
      if (menu?.numbered) texts.add(String(index + 1));
    }
    return [null, ...texts].map((text) => ({ text, readings: readings({ type: "message", text }, menu) }));
  }

  /** The idle times that can be told apart when a message comes here. */
  idles(node: Node): (number | null)[] {
    return node.fresh ? [null] : this.tables.of(node.team).idleHours;
  }

  #reach(
    team: string,
    menu: OpenMenu | null,
    fresh: boolean,
    answered: readonly string[],
    path: readonly WitnessStep[],
  ): Node {
    const key = `${team}|${menu?.triggerId ?? ""}|${fresh}|${[...answered].sort().join()}`;
    let node = this.#nodes.get(key);
    if (!node) {
      node = { key, team, menu, fresh, answered, path };
      this.#nodes.set(key, node);
      this.#queue.push(node);
    }
    return node;
  }

  #messages(node: Node): void {
    const seen = new Set<string>();
    for (const { text, readings: texts } of this.says(node))
      for (const idleHours of this.idles(node)) {
        const { winner } = this.tables.onMessage(node.team, idleHours, texts).ranking;
        const called = winner?.words == null && texts.some((each) => this.tables.bot.personWords.has(each));
        const kind = called ? "person" : (winner?.trigger.id ?? "none");
        if (seen.has(kind)) continue;
        seen.add(kind);
        const step = { idleHours, says: text };
        if (called) this.#leave(node, step, null, [], node.team, "person_word");
        else if (winner) this.#act(node, step, winner, winner.trigger.id, false);
        else this.#otherwise(node, step);
      }
  }

  #otherwise(node: Node, step: WitnessStep): void {
    const { otherAnswerLimit, otherAnswerText } = this.tables.bot;
    if (node.menu !== null) {
      if (otherAnswerLimit > 0 && otherAnswerText.trim() !== "") {
        const back = this.#reach(node.team, node.menu, false, [], [...node.path, step]);
        this.#edges.push({ from: node, step, winner: null, acted: [], to: { node: back } });
      }
      return this.#leave(node, step, null, [], node.team, "given_up");
    }
    const entry = node.fresh ? this.tables.of(node.team).onEntry.winner : null;
    if (entry) return this.#act(node, step, entry, null, false);
    this.#leave(node, step, null, [], node.team, "no_trigger");
  }

  #leave(
    node: Node,
    step: WitnessStep,
    winner: string | null,
    acted: string[],
    people: string,
    because: Leaving,
  ): void {
    this.#edges.push({ from: node, step, winner, acted, to: { people, because } });
  }

  /** Follows hand-overs to the message at their end. */
  #follow(first: CompiledTrigger, node: Node, path: WitnessStep[]): Arrival {
    const acted: string[] = [];
    let entry = first;
    let { team } = node;
    while (entry.trigger.action.type === "hand_over") {
      const { id, action } = entry.trigger;
      if (acted.length === MOST_HAND_OVERS) {
        const triggerIds = [...new Set(acted)];
        const key = triggerIds.toSorted().join();
        if (!this.#loops.has(key)) this.#loops.set(key, { triggerIds, witness: { team, steps: path } });
        return { people: team, because: "loop", acted };
      }
      acted.push(id);
      const key = `${id}|${team}`;
      if (!this.#handOvers.has(key))
        this.#handOvers.set(key, {
          triggerId: id,
          from: team,
          to: action.team,
          witness: { team, steps: path },
        });
      ({ team } = action);
      const next = this.tables.of(team).onEntry.winner;
      if (!next) return { people: team, because: "no_trigger", acted };
      entry = next;
    }
    return { says: entry, team, acted: [...acted, entry.trigger.id], moved: acted.length > 0 };
  }

  #act(node: Node, step: WitnessStep, first: CompiledTrigger, winner: string | null, silent: boolean): void {
    const path = [...node.path, step];
    const arrival = this.#follow(first, node, path);
    if ("people" in arrival) {
      const { people, because, acted } = arrival;
      return this.#leave(node, step, winner, acted, people, because);
    }
    const { says, team, acted, moved } = arrival;
    const { action, id } = says.trigger;
    if (action.type !== "smart_message") return;
    const answered = silent ? [...node.answered, first.trigger.id] : [];
    if (action.keywords.length > 0) {
      const message = present(action.text, action.keywords, action.presentation, id);
      const menu = { triggerId: id, options: message.options, numbered: message.presentation === "text" };
      const to = this.#reach(team, menu, false, answered, path);
      this.#edges.push({ from: node, step, winner, acted, to: { node: to } });
    } else if ((silent && !moved) || opensQuestion(this.tables.bot, team)) {
      const to = this.#reach(team, silent && !moved ? node.menu : null, false, answered, path);
      this.#edges.push({ from: node, step, winner, acted, to: { node: to } });
    } else this.#leave(node, step, winner, acted, team, "flow_ended");
  }

  /** The silence trigger whose time comes first speaks, unless the conversation is closed before. */
  #silences(node: Node): void {
    const waiting = this.tables
      .of(node.team)
      .onSilence.filter(
        ({ trigger }) => trigger.idle?.operator === "greater_than" && !node.answered.includes(trigger.id),
      );
    const hoursOf = ({ trigger }: CompiledTrigger): number => trigger.idle?.hours ?? Infinity;
    const silenceHours = Math.min(...waiting.map(hoursOf));
    const ranking = rank(waiting.filter((entry) => hoursOf(entry) === silenceHours));
    const { winner } = ranking;
    if (!winner || silenceHours >= this.#closesAfter(node.team)) return;
    this.#silent.push({ node, ranking, step: { silenceHours } });
    this.#act(node, { silenceHours }, winner, winner.trigger.id, true);
  }

  #closesAfter(team: string): number {
    const hours = this.#facts.inactivityHours;
    return hours?.get(team) ?? hours?.get("") ?? Infinity;
  }
}
