import type { Templates } from "../../template/behind.ts";
import type { Trigger } from "../types.ts";

/** What the verifier knows to find (chatbot.md, section 5). Screens have a sentence for each in both languages. */
export type FindingCode =
  | "no_opening"
  | "opening_too_eager"
  | "only_position_decides"
  | "never_wins"
  | "team_without_entry"
  | "team_without_people"
  | "two_entries"
  | "silence_never"
  | "keyword_unanswered"
  | "reply_never_offered"
  | "keywords_equal"
  | "word_hidden"
  | "hand_over_cycle"
  | "no_way_to_a_person"
  | "silence_after_window"
  | "template_unusable"
  | "template_reply_unanswered"
  | "text_problem"
  | "option_does_not_fit"
  | "number_unanswered"
  | "hand_over_out_of_hours";

export type Severity = "error" | "warning" | "info";

/**
 * One thing a customer does, and the hours that pass before, from the step before on. `idleHours` null = never wrote before; `says`
 * null = something without text, as a voice message.
 */
export type WitnessStep = { idleHours: number | null; says: string | null } | { silenceHours: number };

/** A case that shows the finding: the customer's acts from the first message on, in the team where it begins, ending where it happens, in `team`. */
export type Witness = { begins: string; team: string; steps: WitnessStep[] };

/** A change of one trigger that takes the finding away. */
export type Repair = { triggerId: string; change: Partial<Omit<Trigger, "id">> };

export type Finding = {
  code: FindingCode;
  severity: Severity;
  /** the triggers concerned, the one to look at first in front */
  triggerIds: string[];
  /** words, teams and numbers of the sentence */
  data: Record<string, string | number | string[]>;
  witness: Witness | null;
  repair: Repair | null;
  /** ids of the numbers on which it happens, when it does not where conversations begin for the account; else absent */
  numbers?: string[];
};

/** What the verifier must know of the company beside the bot; what is left out is not checked. */
export type VerifyFacts = {
  /** hours until a silent conversation is closed, by team; the account's own value under "" */
  inactivityHours?: ReadonlyMap<string, number>;
  /** teams that are closed at some hours */
  limitedHours?: ReadonlySet<string>;
  /** is the out-of-hours message switched on */
  answersOutOfHours?: boolean;
  /** numbers whose conversations begin in a team of their own, by their ids */
  starts?: readonly { number: string; team: string }[];
  /** the account's templates, at least those that triggers name */
  templates?: Templates;
};
