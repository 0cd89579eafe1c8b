import type { Ranking } from "../rank.ts";
import type { OpenMenu } from "../types.ts";
import type { Witness, WitnessStep } from "./findings.ts";

/** A situation the bot can bring a conversation into, in which the next word is the customer's. */
export type Node = {
  key: string;
  /** the team in which its conversation began */
  begins: string;
  team: string;
  menu: OpenMenu | null;
  /** the conversation has just been opened */
  fresh: boolean;
  /** the open menu's "other answer" was given: only then can the customer have had too many of them */
  told: boolean;
  /** silence triggers that were asked since the customer wrote */
  answered: readonly string[];
  /** hours from the customer's last message to what was said last, in either direction */
  since: number;
  /** hours that have gone by since then in silence: something was to be said, and could not be */
  quiet: number;
  /** how it was first reached */
  path: readonly WitnessStep[];
};

/** `window_closed`: the bot had something to say to whom WhatsApp lets it say nothing any more. */
export type Leaving = "person_word" | "given_up" | "flow_ended" | "no_trigger" | "loop" | "window_closed";
/** What a customer writes, and after how long. */
export type Message = Extract<WitnessStep, { says: string | null }>;
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
  /** where conversations begin: for the account, then for numbers that have a team of their own */
  starts: Node[];
  nodes: Node[];
  edges: Edge[];
  /** each hand-over that can happen, with the case */
  handOvers: { triggerId: string; from: string; to: string; witness: Witness }[];
  loops: { triggerIds: string[]; witness: Witness }[];
  /** silences that more than one trigger would break at the same moment */
  silences: { node: Node; ranking: Ranking; step: WitnessStep }[];
  /** greetings of teams that a silence leads to after the service window closed: they are not said */
  unsaid: { triggerId: string; entryId: string; team: string; witness: Witness }[];
  /** situations that end by being closed, with the hours of silence until then */
  closings: { node: Node; hours: number }[];
};
