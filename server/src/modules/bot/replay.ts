import type { BotReplay } from "@balcao/api";
import {
  botStep,
  botStateOf,
  nextSilenceAt,
  onCustomerMessage,
  openConversation,
  optionsOf,
  windowClosesAt,
  type ConversationContext,
  type ConversationEffect,
  type ConversationState,
  type RunningBot,
  type Trace,
  type Trigger,
} from "@balcao/core";
import {
  HOLDING,
  isForwarding,
  latestAt,
  type Past,
  type PastEntry,
  type PastMessage,
  type PastTrace,
} from "./replay.past.ts";

type Difference = BotReplay["differences"][number];
type Side = Difference["was"];
/** What the bot said, with what it offered; `trigger`: the smart message it is made of, null = the other-answer text. */
type Said = { text: string; options: string[]; trigger: string | null };
type Outcome = { side: Side; said: Said | null };

export type ReplayWorld = {
  draft: RunningBot;
  company: Omit<ConversationContext, "contact">;
  /** deleted teams, with who took over */
  gone: ReadonlyMap<string, string | null>;
  /** the triggers of a version that spoke */
  versions: ReadonlyMap<string, readonly Trigger[]>;
};
export type Replayed = { same: number; differences: Difference[] };

const MOST_SILENCES = 100;

const messageOf = (triggers: readonly Trigger[], id: string | null): string | null => {
  const action = triggers.find((trigger) => trigger.id === id)?.action;
  return action?.type === "smart_message"
    ? JSON.stringify([action.text, action.keywords, action.presentation])
    : null;
};

/** One conversation as it was, and as the draft would have had it. */
class Replay {
  readonly #world: ReplayWorld;
  readonly #past: Past;
  readonly #context: ConversationContext;
  #state: ConversationState;

  constructor(world: ReplayWorld, past: Past) {
    this.#world = world;
    this.#past = past;
    this.#context = { ...world.company, contact: { name: past.contactName, blocked: false } };
    const teamId = this.#living(past.openedIn ?? world.company.firstTeamId);
    const at = past.entries[0]?.at ?? 0;
    this.#state = openConversation({ id: past.id, protocol: past.protocol, at, teamId, hasBot: true });
  }

  #living(team: string): string {
    return this.#world.gone.get(team) ?? team;
  }

  run(): Replayed {
    const differences: Difference[] = [];
    let same = 0;
    for (const [index, entry] of this.#past.entries.entries()) {
      this.#silences(entry.at);
      const trace = entry.kind === "message" ? this.#past.answers.get(entry.id) : undefined;
      if (entry.kind === "event" || trace === undefined) {
        this.#lives(entry);
        continue;
      }
      const was = this.#was(index, entry, trace);
      const would = this.#would(entry, trace.at);
      const what = this.#difference(was, would, trace.versionId);
      if (what.length === 0) same++;
      else
        differences.push({
          conversationId: this.#past.id,
          protocol: this.#past.protocol,
          messageId: entry.id,
          at: new Date(entry.at).toISOString(),
          said: entry.text,
          what,
          was: was.side,
          would: would.side,
        });
      // in another team or other hands the customer would have been told, and would have written, something else
      if (what.some((each) => each !== "message")) break;
    }
    return { same, differences };
  }

  /** The draft's own silences, at their own moments. */
  #silences(until: number): void {
    for (let asked = 0; asked < MOST_SILENCES; asked++) {
      const { owner, status, lastInteractionAt } = this.#state;
      if (owner !== "bot" || status !== "open") return;
      const at = nextSilenceAt(this.#world.draft.bot, botStateOf(this.#state));
      if (at === null || at > until) return;
      const cause = `silence:${lastInteractionAt}`;
      const before = this.#state;
      const step = botStep(before, this.#world.draft, { type: "silence" }, this.#context, {
        at,
        now: at,
        cause,
      });
      this.#state = step.state;
      if (!step.effects.some((effect) => effect.type === "send" || effect.type === "history")) return;
    }
  }

  /** What others did: people's words and acts stand as they were. */
  #lives(entry: PastEntry): void {
    const state = this.#state;
    if (entry.kind === "message") {
      const last = Math.max(state.lastInteractionAt ?? -Infinity, entry.at);
      if (entry.author === "contact")
        this.#state = { ...state, lastInteractionAt: last, windowClosesAt: windowClosesAt(last) };
      else if (entry.author === "agent" || entry.author === "app")
        this.#state = { ...state, owner: "team", lastInteractionAt: last, bot: { ...state.bot, menu: null } };
      return;
    }
    const silent = { ...state.bot, menu: null, otherAnswers: 0 };
    if (isForwarding(entry)) {
      const teamId = this.#living(String(entry.data["to"]));
      this.#state = { ...state, teamId, owner: "team", bot: silent };
      if (this.#past.entered.has(entry.seq)) this.#enters(entry.at);
    } else if (entry.type === "conversation.bot_returned")
      this.#state = { ...state, owner: "bot", bot: silent };
    else if (entry.type === "conversation.assigned") this.#state = { ...state, owner: "team", bot: silent };
    else if (entry.type === "conversation.bot_stopped" && !HOLDING.has(String(entry.data["reason"])))
      this.#state = { ...state, owner: "team", bot: silent };
    else if (entry.type === "conversation.status_changed")
      this.#state = { ...state, status: entry.data["to"] as ConversationState["status"] };
    else if (entry.type === "conversation.reopened") this.#state = { ...state, status: "open" };
    else if (entry.type === "conversation.closed")
      this.#state = { ...state, status: "closed", owner: "team" };
  }

  /** Forwarded by a person who let the new team's bot begin. */
  #enters(at: number): void {
    const event = { type: "entered" } as const;
    const moment = { at, now: at, cause: `entered:${at}` };
    this.#state = botStep(
      { ...this.#state, owner: "bot" },
      this.#world.draft,
      event,
      this.#context,
      moment,
    ).state;
  }

  /** What really happened, as the trace, the thread and the history tell it. */
  #was(index: number, entry: PastMessage, { at, trace }: PastTrace): Outcome {
    const until = latestAt(this.#past.entries, index, at);
    const after: PastEntry[] = [];
    for (const next of this.#past.entries.slice(index + 1)) {
      // what the customer was asked meanwhile is no end of it: only what the bot answered is
      const isAnswered = next.kind === "message" && this.#past.answers.has(next.id);
      if (isAnswered || next.at > until) break;
      after.push(next);
    }
    const message = after.find(
      (next): next is PastMessage =>
        next.kind === "message" && next.author === "bot" && next.createdAt === at,
    );
    const stopped = after.some(
      (next) =>
        next.kind === "event" &&
        next.type === "conversation.bot_stopped" &&
        HOLDING.has(String(next.data["reason"])),
    );
    const said = message
      ? { text: message.text ?? "", options: message.options, trigger: message.triggerId }
      : null;
    return {
      side: {
        triggerId: said?.trigger ?? firstWinner(trace),
        text: said?.text ?? null,
        teamId: this.#living(trace.steps.at(-1)?.team ?? this.#state.teamId),
        owner: stopped ? "people" : "bot",
      },
      said,
    };
  }

  /** The draft's answer to the same message at the same time. */
  #would(entry: PastMessage, now: number): Outcome {
    const message = {
      cause: entry.id,
      at: entry.at,
      text: entry.text,
      replyId: entry.replyId,
      opensWindow: true,
      answerable: true,
    };
    const { state, effects } = onCustomerMessage(
      this.#state,
      message,
      this.#world.draft,
      this.#context,
      now,
      false,
    );
    this.#state = state;
    const said = saidBy(effects);
    const trace = effects.find((effect) => effect.type === "trace")?.trace;
    return {
      side: {
        triggerId: said?.trigger ?? (trace ? firstWinner(trace) : null),
        text: said?.text ?? null,
        teamId: state.teamId,
        owner: state.owner === "bot" ? "bot" : "people",
      },
      said,
    };
  }

  #difference(was: Outcome, would: Outcome, versionId: string): Difference["what"] {
    const what: Difference["what"] = [];
    if (!this.#saysTheSame(was.said, would.said, versionId)) what.push("message");
    if (was.side.teamId !== would.side.teamId) what.push("team");
    if (was.side.owner !== would.side.owner) what.push("person");
    return what;
  }

  /** The same smart message says the same, even if the customer has got another name since; so do the same words of another. */
  #saysTheSame(was: Said | null, would: Said | null, versionId: string): boolean {
    if (was === null || would === null) return was === would;
    if (was.trigger === null && would.trigger === null) return true;
    const before = messageOf(this.#world.versions.get(versionId) ?? [], was.trigger);
    const after = messageOf(this.#world.draft.bot.triggers, would.trigger);
    if (before !== null && before === after) return true;
    return was.text === would.text && was.options.join("\n") === would.options.join("\n");
  }
}

const firstWinner = (trace: Trace): string | null =>
  trace.steps.find(({ winner }) => winner !== null)?.winner ?? null;

function saidBy(effects: readonly ConversationEffect[]): Said | null {
  for (const effect of effects)
    if (effect.type === "send" && effect.author === "bot") {
      const { content } = effect;
      const options = optionsOf(content).map(({ title }) => title);
      return { text: content.body, options, trigger: effect.triggerId };
    }
  return null;
}

/**
 * A real conversation against a draft: the customer writes what was written, when it was written; people act as they did; the
 * draft answers in the place of the bot. Differences are told up to the first after which the two go separate ways. Pure.
 */
export const replay = (world: ReplayWorld, past: Past): Replayed => new Replay(world, past).run();
