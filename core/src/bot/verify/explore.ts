import { HOUR_MS, type CompiledTrigger } from "../conditions.ts";
import { MOST_HAND_OVERS, opensQuestion, readings } from "../decide.ts";
import { present } from "../present.ts";
import { rank, type Ranking } from "../rank.ts";
import { behindProblems, type Templates } from "../../template/behind.ts";
import type { TemplateUse } from "../../template/types.ts";
import { WINDOW_MS } from "../../window/service-window.ts";
import type { OpenMenu, Trigger } from "../types.ts";
import type { Edge, Explored, Leaving, Message, Node } from "./explored.ts";
import type { VerifyFacts, WitnessStep } from "./findings.ts";
import type { Tables } from "./tables.ts";

export const WINDOW_HOURS = WINDOW_MS / HOUR_MS;

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
  readonly #unsaid: Explored["unsaid"] = [];
  readonly #closings: Explored["closings"] = [];

  constructor(tables: Tables, facts: VerifyFacts) {
    this.tables = tables;
    this.#facts = facts;
  }

  /**
   * From a new conversation in each of these teams on, one after the other: what the first of them reaches is its own, and shared by those
   * that come there too.
   */
  walk(firstTeams: readonly string[]): Explored {
    const fresh = { menu: null, fresh: true, told: false, answered: [], since: 0, quiet: 0, path: [] };
    const starts: Node[] = [];
    for (const team of new Set(firstTeams)) {
      starts.push(this.#reach({ begins: team, team, ...fresh }));
      for (let node = this.#queue.shift(); node; node = this.#queue.shift()) {
        this.#messages(node);
        if (!node.fresh) this.#silences(node);
      }
    }
    return {
      starts,
      nodes: [...this.#nodes.values()],
      edges: this.#edges,
      handOvers: [...this.#handOvers.values()],
      loops: [...this.#loops.values()],
      silences: this.#silent,
      unsaid: this.#unsaid,
      closings: this.#closings,
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
    const options = menu?.options ?? [];
    // the first that leads somewhere is told as the example: words before a voice message, an option as it is written in the menu
    const texts = new Set([
      this.tables.otherWord,
      ...options.map(({ keyword }) => keyword),
      ...this.tables.of(node.team).words,
      ...this.tables.bot.personWords,
      ...(menu?.numbered ? options.map((_option, index) => String(index + 1)) : []),
    ]);
    return [...texts, null].map((text) => ({ text, readings: readings({ type: "message", text }, menu) }));
  }

  /**
   * The idle times that can be told apart when a message comes here, the shortest first: none that a silence trigger or the closing
   * for inactivity would not let pass. `also`: bounds to tell apart beside those of the triggers.
   */
  idles(node: Node, also: readonly number[] = []): (number | null)[] {
    if (node.fresh) return [null];
    const silence = this.#nextSilence(node)?.hours ?? Infinity;
    const closing = this.closesAfter(node.team);
    // a silence is broken a moment after its hours, a conversation closed at the very moment
    const until =
      silence < closing ? { hours: silence, included: true } : { hours: closing, included: false };
    return this.tables.idlesBetween(node.team, node.quiet, until, also);
  }

  /** What is done here after so long without a word. */
  stepAt(node: Node, idleHours: number | null, says: string | null): Message {
    return { idleHours: idleHours === null ? null : idleHours - node.quiet, says };
  }

  #reach(node: Omit<Node, "key">): Node {
    const { team, menu, fresh, told, answered, since, quiet } = node;
    const key = `${team}|${menu?.triggerId ?? ""}|${fresh}|${told}|${[...answered].sort().join()}|${since}|${quiet}`;
    let known = this.#nodes.get(key);
    if (!known) {
      known = { key, ...node };
      this.#nodes.set(key, known);
      this.#queue.push(known);
    }
    return known;
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
        const step = this.stepAt(node, idleHours, text);
        if (called) this.#leave(node, step, null, [], node.team, "person_word");
        else if (winner) this.#act(node, step, winner, winner.trigger.id);
        else this.#otherwise(node, step);
      }
  }

  #otherwise(node: Node, step: WitnessStep): void {
    const { otherAnswerLimit, otherAnswerText } = this.tables.bot;
    const { begins, team, menu } = node;
    if (menu !== null) {
      const isTold = otherAnswerLimit > 0 && otherAnswerText.trim() !== "";
      if (isTold) {
        const again = { fresh: false, told: true, answered: [], since: 0, quiet: 0 };
        const back = this.#reach({ begins, team, menu, ...again, path: [...node.path, step] });
        this.#edges.push({ from: node, step, winner: null, acted: [], to: { node: back } });
      }
      if (!isTold || node.told) this.#leave(node, step, null, [], team, "given_up");
      return;
    }
    const entry = node.fresh ? this.tables.of(node.team).onEntry.winner : null;
    if (entry) return this.#act(node, step, entry, null);
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
    const { begins } = node;
    let entry = first;
    let { team } = node;
    while (entry.trigger.action.type === "hand_over") {
      const { id, action } = entry.trigger;
      if (acted.length === MOST_HAND_OVERS) {
        const triggerIds = [...new Set(acted)];
        const key = triggerIds.toSorted().join();
        if (!this.#loops.has(key))
          this.#loops.set(key, { triggerIds, witness: { begins, team, steps: path } });
        return { people: team, because: "loop", acted };
      }
      acted.push(id);
      const key = `${id}|${team}`;
      if (!this.#handOvers.has(key))
        this.#handOvers.set(key, {
          triggerId: id,
          from: team,
          to: action.team,
          witness: { begins, team, steps: path },
        });
      ({ team } = action);
      const next = this.tables.of(team).onEntry.winner;
      if (!next) return { people: team, because: "no_trigger", acted };
      entry = next;
    }
    return { says: entry, team, acted: [...acted, entry.trigger.id], moved: acted.length > 0 };
  }

  #act(
    node: Node,
    step: WitnessStep,
    first: CompiledTrigger,
    winner: string | null,
    silence: { since: number } | null = null,
  ): void {
    const path = [...node.path, step];
    const arrival = this.#follow(first, node, path);
    if ("people" in arrival) {
      const { people, because, acted } = arrival;
      return this.#leave(node, step, winner, acted, people, because);
    }
    const { says, team, acted, moved } = arrival;
    const { action, id } = says.trigger;
    if (action.type !== "smart_message") return;
    const isLate = silence !== null && silence.since >= WINDOW_HOURS;
    if (isLate && moved) {
      const witness = { begins: node.begins, team, steps: path };
      this.#unsaid.push({ triggerId: acted[0] ?? "", entryId: id, team, witness });
      return this.#leave(node, step, winner, acted.slice(0, -1), team, "window_closed");
    }
    const answered = silence ? [...node.answered, first.trigger.id] : [];
    const on = { begins: node.begins, team, fresh: false, answered, path };
    // a silence that says something without options leaves the menu as it is
    const { menu, told } = silence && !moved ? node : { menu: null, told: false };
    if (isLate && !canBeSaid(action.template, this.#facts.templates)) {
      const { since } = node;
      const to = this.#reach({ ...on, menu, told, since, quiet: silence.since - since });
      this.#edges.push({ from: node, step, winner, acted, to: { node: to } });
    } else if (action.keywords.length > 0) {
      const offered = { menu: menuOf(says.trigger, action), told: false };
      const to = this.#reach({ ...on, ...offered, since: silence?.since ?? 0, quiet: 0 });
      this.#edges.push({ from: node, step, winner, acted, to: { node: to } });
    } else if ((silence && !moved) || opensQuestion(this.tables.bot, team)) {
      const to = this.#reach({ ...on, menu, told, since: silence?.since ?? 0, quiet: 0 });
      this.#edges.push({ from: node, step, winner, acted, to: { node: to } });
    } else this.#leave(node, step, winner, acted, team, "flow_ended");
  }

  /** The silence triggers whose time comes first here, and when: since the last word in either direction. */
  #nextSilence(node: Node): { hours: number; ranking: Ranking } | null {
    const hoursOf = ({ trigger }: CompiledTrigger): number => trigger.idle?.hours ?? Infinity;
    const waiting = this.tables
      .of(node.team)
      .onSilence.filter(
        ({ trigger }) => trigger.idle?.operator === "greater_than" && !node.answered.includes(trigger.id),
      );
    if (waiting.length === 0) return null;
    // one whose time went by while another could not speak has its turn at once
    const hours = Math.max(node.quiet, Math.min(...waiting.map(hoursOf)));
    return { hours, ranking: rank(waiting.filter((entry) => hoursOf(entry) <= hours)) };
  }

  /** The silence trigger whose time comes first speaks, unless the conversation is closed before. */
  #silences(node: Node): void {
    const next = this.#nextSilence(node);
    const closing = this.closesAfter(node.team);
    if (!next?.ranking.winner || next.hours >= closing) {
      if (closing < Infinity) this.#closings.push({ node, hours: closing });
      return;
    }
    const { hours, ranking } = next;
    const step = { silenceHours: hours - node.quiet };
    this.#silent.push({ node, ranking, step });
    const { winner } = ranking;
    if (winner) this.#act(node, step, winner, winner.trigger.id, { since: node.since + hours });
  }

  /** Hours without a word after which a conversation of this team is closed. */
  closesAfter(team: string): number {
    const hours = this.#facts.inactivityHours;
    return hours?.get(team) ?? hours?.get("") ?? Infinity;
  }
}

function menuOf({ id }: Trigger, action: Extract<Trigger["action"], { type: "smart_message" }>): OpenMenu {
  const { options, presentation } = present(action.text, action.keywords, action.presentation, id);
  return { triggerId: id, options, numbered: presentation === "text" };
}

/** Does anything go out once the service window is closed? Where nothing is known of templates, what is named counts as good. */
const canBeSaid = (use: TemplateUse | null, templates: Templates | undefined): boolean =>
  use !== null && (!templates || behindProblems(use, templates).length === 0);
