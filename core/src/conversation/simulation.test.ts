import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { context, NOW, on, texts } from "../testing/desk.ts";
import {
  botOf,
  handsTo,
  HOUR,
  inTeam,
  longerThan,
  MINUTE,
  says,
  T1,
  T2,
  T3,
  T4,
  T5,
  trigger,
} from "../testing/guide-bot.ts";
import { SmallDesk, type Step } from "../testing/small-desk.ts";
import { agentReply, assign, forward, markRead, returnToBot, setStatus } from "./commands.ts";
import { markUnread, setPriority } from "./marks.ts";
import { schedule, unschedule } from "./schedule.ts";
import { dueScheduled, nextScheduledAt } from "./scheduled.ts";
import { snooze } from "./snooze.ts";
import { nextWake, onTimerDue } from "./wake.ts";
import type { ConversationEffect, ConversationState, HistoryEvent } from "./types.ts";

const settings = context({
  inactivityHours: 20,
  warningHours: 2,
  autoMessages: texts({
    welcome: on("Bem-vindo"),
    out_of_hours: on("Fechado"),
    manual_closing: on("Tchau"),
    inactivity_closing: on("Encerrada"),
    inactivity_warning: on("Ainda aí?"),
    hand_over: on("Agora {{equipe.nome}}"),
    survey: on("De 1 a 5?"),
  }),
  businessHours: { days: Array.from({ length: 7 }, () => [{ from: 480, to: 1080 }]) },
});
const asking = (mode: "optional" | "mandatory") => ({
  ...settings,
  personWords: ["atendente"],
  opening: {
    title: "{{contato.nome|cliente}} {{chamado|?}}",
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 0 as const,
    announcement: { enabled: true, text: "Chamado {{chamado}}" },
    email: { mode, attempts: 2, silenceMinutes: 30, question: "Seu e-mail?", repeat: "Como é?" },
  },
});
const silence = trigger("T7", { fires: "on_silence", idle: longerThan(3), action: says("Ainda está aí?") });
const again = trigger("T8", { fires: "on_silence", idle: longerThan(5), action: handsTo("suporte") });
const bots = [
  { versionId: "v1", bot: botOf(T1, T2, T3, T4, T5, silence, again) },
  {
    versionId: "v2",
    bot: botOf(
      T1,
      T3,
      trigger("T6", { team: inTeam("suporte"), fires: "on_entry", action: handsTo("comercial") }),
    ),
  },
];

type Action =
  | { type: "write"; text: string | null; ago: number; answerable: boolean; repeat: boolean }
  | { type: "tap"; option: number }
  | { type: "wait"; by: number; late: boolean }
  | { type: "reply" | "read" | "return" | "unread" }
  | { type: "snooze"; hours: number | null }
  | { type: "schedule"; hours: number; unlessReply: boolean }
  | { type: "unschedule" }
  | { type: "priority"; priority: ConversationState["priority"] }
  | { type: "assign"; to: string | null }
  | { type: "forward"; teamId: string; agentId: string | null; runBot: boolean; notifyContact: boolean }
  | { type: "status"; status: ConversationState["status"] }
  | { type: "publish"; version: number };

const actions: fc.Arbitrary<Action>[] = [
  fc.record({
    type: fc.constant("write"),
    text: fc.constantFrom(
      "oi",
      "Comercial",
      "suporte",
      "Atendimento",
      "atendente",
      "5",
      "5",
      "hein?",
      "lia@loja.com",
      null,
    ),
    ago: fc.constantFrom(0, 0, 0, MINUTE, 3 * HOUR, 30 * HOUR),
    answerable: fc.constantFrom(true, true, true, true, false),
    repeat: fc.boolean(),
  }),
  fc.record({ type: fc.constant("tap"), option: fc.nat(3) }),
  fc.record({
    type: fc.constant("wait"),
    by: fc.constantFrom(MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, 23 * HOUR, 25 * HOUR),
    late: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom("reply", "read", "return", "unread") }),
  fc.record({ type: fc.constant("snooze"), hours: fc.constantFrom(1, 30, 60, null) }),
  fc.record({
    type: fc.constant("schedule"),
    hours: fc.constantFrom(1, 10, 30),
    unlessReply: fc.boolean(),
  }),
  fc.record({ type: fc.constant("unschedule") }),
  fc.record({ type: fc.constant("priority"), priority: fc.constantFrom(0, 4) }),
  fc.record({ type: fc.constant("assign"), to: fc.constantFrom("ana", "bia", null) }),
  fc.record({
    type: fc.constant("forward"),
    teamId: fc.constantFrom("principal", "comercial", "suporte"),
    agentId: fc.constantFrom(null, "ana"),
    runBot: fc.boolean(),
    notifyContact: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("status"),
    status: fc.constantFrom("open", "pending", "resolved", "closed"),
  }),
  fc.record({ type: fc.constant("publish"), version: fc.nat(1) }),
];
const story = fc.array(fc.oneof(actions[0]!, actions[0]!, actions[1]!, actions[2]!, ...actions), {
  minLength: 5,
  maxLength: 40,
});

const writes = (text: string): Action => ({ type: "write", text, ago: 0, answerable: true, repeat: false });
/** What chance brings about too seldom to be counted on. */
const seldom: Action[][] = [
  [writes("oi"), { type: "status", status: "closed" }, writes("5")],
  [{ type: "publish", version: 1 }, writes("oi"), { type: "wait", by: 23 * HOUR, late: false }],
  [writes("oi"), { type: "status", status: "resolved" }, writes("oi"), { type: "reply" }, { type: "return" }],
  [writes("atendente"), { type: "wait", by: 12 * HOUR, late: false }, writes("oi")],
];

function perform(desk: SmallDesk, action: Action, number: number): void {
  const cause = `m${number}`;
  const { context: facts, now } = desk;
  const answer = { text: null, replyId: null, opensWindow: true, answerable: true };
  if (action.type === "write") {
    const { text, ago, answerable, repeat } = action;
    const message = { ...answer, cause, text, at: now - ago, answerable, opensWindow: answerable };
    desk.receive(message);
    if (repeat) desk.receive(message);
  } else if (action.type === "tap") {
    const option = desk.open?.bot.menu?.options[action.option];
    if (option) desk.receive({ ...answer, cause, text: option.keyword, replyId: option.id, at: now });
  } else if (action.type === "wait") desk.advance(action.by, action.late);
  else if (action.type === "publish") desk.publish(bots[action.version]!);
  else desk.command(action.type, (state) => act(state, action, desk, cause, facts));
}

function act(
  state: ConversationState,
  action: Exclude<Action, { type: "write" | "tap" | "wait" | "publish" }>,
  { now, published }: SmallDesk,
  cause: string,
  facts: SmallDesk["context"],
): ReturnType<typeof assign> {
  switch (action.type) {
    case "reply":
      return agentReply(state, "ana", { type: "text", body: "Olá" }, facts, now);
    case "read":
      return { ok: true, ...markRead(state) };
    case "unread":
      return markUnread(state);
    case "snooze":
      return snooze(state, "ana", action.hours === null ? null : now + action.hours * HOUR, now);
    case "schedule": {
      const { hours, unlessReply } = action;
      return schedule(state, "ana", { id: cause, at: now + hours * HOUR, unlessReply }, facts, now);
    }
    case "unschedule":
      return unschedule(state, "bia", state.scheduled[0]?.id ?? "");
    case "priority":
      return setPriority(state, "ana", action.priority);
    case "return":
      return returnToBot(state, "ana", { contact: { name: null, blocked: false } }, now);
    case "assign":
      return assign(state, "ana", action.to);
    case "forward":
      return forward(state, "ana", { ...action, reason: "x" }, published, facts, { now, cause });
    case "status":
      return setStatus(state, "ana", action.status, facts, now);
  }
}

const events = (effects: readonly ConversationEffect[]): HistoryEvent[] =>
  effects.flatMap((effect) => (effect.type === "history" ? [effect.event] : []));
const some = (told: readonly HistoryEvent[], ...wanted: HistoryEvent[]): boolean =>
  wanted.some((event) => told.includes(event));

/** Every change of what people see is told in the history (I16). */
function checkAudit({ before, after, effects }: Step): void {
  const told = events(effects);
  if (before.teamId !== after.teamId)
    expect(some(told, "conversation.handed_over", "conversation.forwarded")).toBe(true);
  if (before.agentId !== after.agentId)
    expect(some(told, "conversation.assigned", "conversation.forwarded", "conversation.bot_returned")).toBe(
      true,
    );
  if (before.status !== after.status)
    expect(some(told, "conversation.status_changed", "conversation.reopened", "conversation.closed")).toBe(
      true,
    );
  if (before.owner === "bot" && after.owner !== "bot") expect(told).toContain("conversation.bot_stopped");
  if (before.owner !== "bot" && after.owner === "bot")
    expect(some(told, "conversation.bot_returned", "conversation.forwarded")).toBe(true);
  if (before.priority !== after.priority) expect(told).toContain("conversation.priority_changed");
  if (after.snoozedUntil !== before.snoozedUntil && after.snoozedUntil !== null)
    expect(told).toContain("conversation.snoozed");
  const known = new Map(before.scheduled.map((send) => [send.id, send]));
  for (const send of after.scheduled) {
    if (!known.has(send.id)) expect(told).toContain("conversation.message_scheduled");
    if (send.unsent !== (known.get(send.id)?.unsent ?? null))
      expect(told).toContain("conversation.message_unsent");
  }
  if (before.rating !== after.rating) expect(told).toContain("conversation.rated");
}

/** What may be said, and by whom. `windows`: when each conversation's window closes by the customer's messages alone. */
function checkSpeech(step: Step, windows: ReadonlyMap<string, number>): void {
  const { before, after, effects, now, what } = step;
  const sends = effects.filter((effect) => effect.type === "send");
  if (sends.length > 0) {
    // I9: the window, computed apart
    expect(now).toBeLessThan(windows.get(after.id) ?? -Infinity);
    // what has ended does not speak
    expect(before.status).not.toBe("closed");
  }
  const bot = sends.filter(({ author }) => author === "bot");
  expect(bot.length).toBeLessThanOrEqual(1);
  if (bot.length > 0) expect(before.owner === "bot" || what === "forward").toBe(true);
  for (const send of sends) expect(send.author === "agent").toBe(what === "reply" || what === "scheduled");
  // never before its moment, and only what was waiting
  if (what === "scheduled" && sends.length > 0)
    expect(
      before.scheduled.some(({ id, at, unsent }) => {
        const isGone = after.scheduled.every((other) => other.id !== id);
        return isGone && unsent === null && at <= now;
      }),
    ).toBe(true);
  if (
    before.owner === "bot" &&
    after.owner !== "bot" &&
    ["reply", "assign", "forward", "scheduled"].includes(what)
  )
    expect(effects[0]).toEqual({ type: "cancel_automatic" });
}

/** What is true of every conversation at every moment. */
function checkState(state: ConversationState, desk: SmallDesk, windows: ReadonlyMap<string, number>): void {
  expect(state.owner === "agent").toBe(state.agentId !== null);
  expect(state.windowClosesAt).toBe(windows.get(state.id) ?? null);
  // what has ended keeps nothing that waits, and what is due does not lie about
  if (state.status === "closed") expect(nextScheduledAt(state.scheduled)).toBe(null);
  expect(dueScheduled(state, desk.now)).toEqual([]);
  // what sleeps is a person's, and never over
  if (state.snoozedUntil !== null)
    expect([state.owner === "bot", ["open", "pending"].includes(state.status)]).toEqual([false, true]);
  if (state.owner === "bot") expect(state.waitingSince).toBe(null);
  else expect(state.bot.menu).toBe(null);
  if (state.status === "resolved" || state.status === "closed")
    expect([state.unread, state.waitingSince]).toEqual([0, null]);
  expect((state.status === "closed") === (state.closedAt !== null)).toBe(true);
  const running = desk.runningFor(state);
  const wake = nextWake(state, running, desk.context);
  // I8: never early; and whoever waits for the customer is looked at again
  if (wake !== null)
    expect(onTimerDue(state, running, desk.context, wake - 1)).toEqual({ state, effects: [] });
  if (state.status === "closed") expect(wake).toBe(null);
  else if (state.status !== "pending" && state.waitingSince === null && state.lastInteractionAt !== null)
    expect(wake).not.toBe(null);
}

/** The simplest account of unread messages and of who waits: what was written since somebody looked or answered. */
function follow(model: { unread: number; waits: boolean }, step: Step): void {
  const { what, after } = step;
  if (what === "message") {
    model.unread++;
    model.waits = model.waits || after.owner !== "bot";
  } else if (what === "read") model.unread = 0;
  else if (what === "unread") model.unread = Math.max(1, model.unread);
  else if (what === "timer" && step.before.snoozedUntil !== null && step.before.snoozedUntil > step.now)
    expect(after).toEqual(step.before);
  else if (what === "timer" && step.before.snoozedUntil !== null) {
    // the sleep ends in waking, in nothing else
    expect(after).toMatchObject({ snoozedUntil: null, status: step.before.status });
    Object.assign(model, { unread: Math.max(1, model.unread), waits: true });
  } else if (what === "scheduled" && step.effects.every(({ type }) => type !== "send"))
    Object.assign(model, { unread: Math.max(1, model.unread), waits: true });
  else if (what === "scheduled") {
    const said = step.before.scheduled.find(({ id }) => after.scheduled.every((other) => other.id !== id));
    // what came after it was scheduled still waits for somebody
    if ((step.before.lastCustomerAt ?? -Infinity) <= (said?.since ?? 0))
      Object.assign(model, { unread: 0, waits: false });
  } else if (what === "reply") Object.assign(model, { unread: 0, waits: false });
  else if (what === "forward") model.waits = after.owner !== "bot";
  else if (what === "return") model.waits = model.waits && after.owner !== "bot";
  else if (what === "timer" && step.before.owner === "bot" && after.owner === "team") model.waits = true;
  if (after.status === "resolved" || after.status === "closed")
    Object.assign(model, { unread: 0, waits: false });
}

describe("a desk lived through at random", () => {
  it("keeps its promises, whoever writes, acts, waits or publishes, in whatever order", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(
        story,
        fc.constantFrom(settings, asking("optional"), asking("mandatory")),
        (list, wished) => {
          const desk = new SmallDesk(wished, bots[0]!, NOW);
          const windows = new Map<string, number>();
          const models = new Map<string, { unread: number; waits: boolean }>();
          let checked = 0;
          list.forEach((action, number) => {
            const at = desk.now - (action.type === "write" ? action.ago : 0);
            perform(desk, action, number);
            for (const step of desk.steps.slice(checked)) {
              const { id } = step.after;
              const opens = action.type === "tap" || (action.type === "write" && action.answerable);
              if (step.what === "message" || step.what === "survey")
                if (opens) windows.set(id, Math.max(windows.get(id) ?? -Infinity, at + 24 * HOUR));
              const model = models.get(id) ?? { unread: 0, waits: false };
              models.set(id, model);
              follow(model, step);
              expect([step.after.unread, step.after.waitingSince !== null]).toEqual([
                model.unread,
                model.waits,
              ]);
              checkSpeech(step, windows);
              checkAudit(step);
              for (const event of events(step.effects)) met.add(event);
              for (const effect of step.effects)
                if (effect.type === "send") met.add(effect.occurrenceKey?.split(":")[1] ?? "agent");
            }
            checked = desk.steps.length;
            // I3: one conversation at most that is not closed
            expect(desk.conversations.filter(({ status }) => status !== "closed").length).toBeLessThanOrEqual(
              1,
            );
            for (const state of desk.conversations) checkState(state, desk, windows);
          });
          // I7: no automatic message is even decided twice: the database's refusal would take the customer's message with it
          const keys = desk.sends.flatMap(({ occurrenceKey }) => occurrenceKey ?? []);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      { numRuns: 1000, examples: seldom.map((list): [Action[], SmallDesk["context"]] => [list, settings]) },
    );
    // a run in which something never happened proves nothing about it
    expect([...met].sort()).toEqual([
      "agent",
      "bot",
      "conversation.assigned",
      "conversation.bot_returned",
      "conversation.bot_stopped",
      "conversation.closed",
      "conversation.email_ended",
      "conversation.forwarded",
      "conversation.handed_over",
      "conversation.message_scheduled",
      "conversation.message_unscheduled",
      "conversation.message_unsent",
      "conversation.opened",
      "conversation.priority_changed",
      "conversation.rated",
      "conversation.reopened",
      "conversation.snoozed",
      "conversation.status_changed",
      "conversation.woken",
      "email",
      "hand_over",
      "inactivity_closing",
      "inactivity_warning",
      "manual_closing",
      "out_of_hours",
      "survey",
      "ticket_opened",
      "welcome",
    ]);
  }, 60_000);
});
