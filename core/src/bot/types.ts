import type { TemplateProblem, TemplateUse } from "../template/types.ts";

/** The chatbot as data. Times are epoch milliseconds, hours are real numbers > 0, ids are opaque strings. */

export type TeamCondition = { operator: "is" | "is_not"; team: string };
export type IdleCondition = { operator: "greater_than" | "less_than"; hours: number };

/** One word of "Resposta esperada do cliente": equal after folding, or (an explicit choice) contained as whole words. */
export type ExpectedWord = string | { word: string; match: "equals" | "contains" };

export type Presentation = "auto" | "text" | "buttons" | "list";

export type TriggerAction =
  | {
      type: "smart_message";
      text: string;
      keywords: string[];
      presentation: Presentation;
      /** said in the text's place when a silence is answered after the service window closed; null = nothing is said then */
      template: TemplateUse | null;
    }
  | { type: "hand_over"; team: string };

export type Fires = "on_message" | "on_entry" | "on_silence";

export type Trigger = {
  id: string;
  description: string;
  team: TeamCondition;
  fires: Fires;
  idle: IdleCondition | null;
  expectedReply: ExpectedWord[] | null;
  action: TriggerAction;
  /** smaller comes first */
  position: number;
  active: boolean;
};

export type BotTeam = { id: string; name: string; hasMembers: boolean };

export type BotSettings = {
  firstContactTeam: string;
  /** text sent when a menu is open and nothing matches; variables allowed */
  otherAnswerText: string;
  /** how many times the other-answer text is sent before people take over; default 2 */
  otherAnswerLimit: number;
  /** words that call a person, folded before comparing; default ["atendente"] */
  personWords: string[];
};

/** The published, ordered list of triggers of one account with what they lean on. */
export type Bot = { triggers: Trigger[]; teams: BotTeam[]; settings: BotSettings };

/** A trigger as written by hand: what chatbot.md calls none or gives a default may be left out. `position`: the place in the list. */
export type TriggerInput = Pick<Trigger, "id" | "team"> &
  Partial<Omit<Trigger, "id" | "team" | "action">> & {
    action:
      | Extract<TriggerAction, { type: "hand_over" }>
      | {
          type: "smart_message";
          text: string;
          keywords?: string[];
          presentation?: Presentation;
          template?: TemplateUse | null;
        };
  };
/** What `decide` takes: a Bot, or plain JSON with its defaults left out. */
export type BotInput = {
  triggers: readonly TriggerInput[];
  teams?: readonly BotTeam[];
  settings?: Partial<BotSettings>;
};

/** One answer the customer can give to the open menu. `id` is what WhatsApp sends back when it is tapped. */
export type MenuOption = { id: string; keyword: string };
/** `numbered`: the options were shown as numbered lines, so "1", "1️⃣" count as the first option. */
export type OpenMenu = { triggerId: string; options: MenuOption[]; numbered: boolean };

export type BotState = {
  /** the conversation's team now */
  team: string;
  /** does the bot own the next word */
  owns: boolean;
  /** when the last message in either direction was, before the event; null = never */
  lastInteractionAt: number | null;
  menu: OpenMenu | null;
  /** times the other-answer text went out for the open menu */
  otherAnswers: number;
  /** triggers that spoke in the present silence of the customer, and when it was first answered; null = none yet */
  silenceAnsweredFor: { at: number; triggers: string[] } | null;
};

/** What `decide` takes: all but the team and the owner may be left out, and is then as in a conversation that begins. */
export type BotStateInput = Pick<BotState, "team" | "owns"> & Partial<BotState>;

export type BotEvent =
  /** text null = audio, picture, sticker…; `replyId` = id of the tapped button or row */
  | { type: "message"; text: string | null; replyId?: string | null }
  | { type: "entered" }
  | { type: "silence" };

export type PresentedMessage = {
  text: string;
  presentation: "text" | "buttons" | "list";
  options: MenuOption[];
};

export type BotEffect =
  | { type: "send"; triggerId: string | null; message: PresentedMessage }
  | { type: "hand_over"; triggerId: string; fromTeam: string; toTeam: string }
  /** the bot gives the next word to the people of the current team */
  | {
      type: "stop";
      reason: "no_trigger" | "asked_for_person" | "other_answers_exhausted" | "flow_ended" | "hand_over_loop";
    }
  | { type: "alert"; code: "hand_over_loop"; triggerIds: string[] };

export type ConditionTrace = {
  condition: "team" | "idle" | "expected_reply" | "silence_once";
  left: string | number | null;
  operator: string;
  right: string | number | string[] | null;
  holds: boolean;
};
export type ConsideredTrigger = { triggerId: string; conditions: ConditionTrace[]; holds: boolean };
export type TraceStep = {
  event: BotEvent["type"];
  team: string;
  idleMs: number | null;
  foldedText: string | null;
  considered: ConsideredTrigger[];
  winner: string | null;
  runnerUp: string | null;
  /** why the winner beat the runner-up: the first rule of chatbot.md section 3 that tells them apart */
  wonBy: "only_candidate" | "expected_reply" | "team_is" | "idle_condition" | "position" | null;
  /** what happened when nothing won */
  otherwise: "other_answer" | "entry" | "people" | "waits" | "asked_for_person" | "not_owner" | null;
  /**
   * What came of the winner's words when the service window was closed: its template was said instead, it has none, or why it could
   * not be said. Absent while the window is open.
   */
  closed?: "template_said" | "no_template" | TemplateProblem["code"];
};
/** One step per decision: the message, then one per hand-over it caused. */
export type Trace = { steps: TraceStep[] };

export type Decision = { state: BotState; effects: BotEffect[]; trace: Trace };
