import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, on, runs, state, texts } from "../testing/desk.ts";
import { HOUR, inTeam, longerThan, says, trigger } from "../testing/guide-bot.ts";
import { agentReply, assign, forward, returnToBot, setStatus, type CommandOutcome } from "./commands.ts";
import { onCustomerMessage } from "./customer-message.ts";
import { markUnread, relabel, setPriority } from "./marks.ts";
import { snooze, snoozeChoices } from "./snooze.ts";
import { inactivityClosesAt, nextWake, onTimerDue } from "./wake.ts";
import { localTime, momentOf } from "../hours/wall-clock.ts";

const MORNING = NOW + 40 * HOUR;
const asleep = state({ snoozedUntil: MORNING, waitingSince: null, unread: 0, lastInteractionAt: NOW });
const done = (outcome: CommandOutcome) => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome;
};

describe("snooze", () => {
  it("takes the word from the bot, opens what was resolved, and says until when", () => {
    const outcome = done(snooze(botOwned({ status: "resolved" }), "ana", MORNING, NOW));
    expect(lines(outcome)).toEqual([
      "cancel_automatic",
      "conversation.bot_stopped",
      "conversation.reopened",
      "conversation.snoozed",
    ]);
    expect(outcome.state).toMatchObject({ snoozedUntil: MORNING, status: "open", owner: "team" });
  });

  it("refuses the past and what has ended, and does nothing twice", () => {
    expect(snooze(state(), "ana", NOW, NOW)).toEqual({ ok: false, code: "snooze_in_past" });
    expect(snooze(state({ status: "closed" }), "ana", MORNING, NOW)).toMatchObject({ ok: false });
    for (const until of [MORNING, null]) {
      const before = until === null ? state() : asleep;
      expect(snooze(before, "ana", until, NOW)).toEqual({ ok: true, state: before, effects: [] });
    }
  });

  it("puts off every closing, warning and word of the bot until it wakes", () => {
    const told = context({ autoMessages: texts({ inactivity_warning: on("Ainda aí?") }) });
    const running = runs(
      trigger("T1", {
        team: inTeam("principal"),
        idle: longerThan(1),
        fires: "on_silence",
        action: says("Oi?"),
      }),
    );
    expect(inactivityClosesAt(asleep, told)).toBeNull();
    expect(nextWake(asleep, running, told)).toBe(MORNING);
    expect(onTimerDue(asleep, running, told, MORNING - 1)).toEqual({ state: asleep, effects: [] });
  });

  it("comes back in time, unread and waiting for a person, who is never closed on by the silence that was wanted", () => {
    const woken = onTimerDue(asleep, null, context(), MORNING);
    expect(lines(woken)).toEqual(["conversation.woken"]);
    expect(woken.state).toMatchObject({ snoozedUntil: null, unread: 1, waitingSince: MORNING });
    expect(nextWake(woken.state, null, context())).toBeNull();
    expect(onTimerDue(woken.state, null, context(), MORNING + 90 * HOUR).effects).toEqual([]);
    const waited = onTimerDue({ ...asleep, waitingSince: NOW, unread: 3 }, null, context(), MORNING);
    expect(waited.state).toMatchObject({ unread: 3, waitingSince: NOW });
  });

  it("comes back at once when the customer writes", () => {
    const decision = onCustomerMessage(asleep, message("oi"), null, context(), NOW, false);
    expect(lines(decision)).toEqual(["conversation.woken"]);
    expect(decision.state).toMatchObject({ snoozedUntil: null, unread: 1, waitingSince: NOW });
  });

  it.each<[string, CommandOutcome, number | null]>([
    ["called back by an agent", snooze(asleep, "ana", null, NOW), null],
    ["resolved", setStatus(asleep, "ana", "resolved", context(), NOW), null],
    ["ended", setStatus(asleep, "ana", "closed", context(), NOW), null],
    ["marked pending", setStatus(asleep, "ana", "pending", context(), NOW), MORNING],
    ["answered", agentReply(asleep, "ana", { type: "text", body: "Oi" }, context(), NOW), MORNING],
    ["given to somebody", assign(asleep, "ana", "bia"), null],
    [
      "given back to the bot",
      returnToBot(asleep, "ana", { contact: { name: null, blocked: false } }, NOW),
      null,
    ],
    [
      "forwarded",
      forward(
        asleep,
        "ana",
        { teamId: "comercial", agentId: null, reason: "", notifyContact: false, runBot: false },
        null,
        context(),
        { now: NOW, cause: "k" },
      ),
      null,
    ],
  ])("%s", (_name, outcome, until) => expect(done(outcome).state.snoozedUntil).toBe(until));
});

describe("what is offered", () => {
  const ZONE = "America/Sao_Paulo";
  const clock = (at: number): string => {
    const { date, minutes } = localTime(at, ZONE);
    return `${date} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  };
  // 2026-11-27 is a Friday
  it.each([
    [
      "2026-11-26",
      14 * 60 + 7,
      ["later 2026-11-26 17:15", "tomorrow 2026-11-27 9:00", "monday 2026-11-30 9:00"],
    ],
    ["2026-11-26", 22 * 60, ["tomorrow 2026-11-27 9:00", "monday 2026-11-30 9:00"]],
    ["2026-11-29", 10 * 60, ["later 2026-11-29 13:00", "tomorrow 2026-11-30 9:00"]],
    ["2026-11-30", 10 * 60, ["later 2026-11-30 13:00", "tomorrow 2026-12-01 9:00", "monday 2026-12-07 9:00"]],
  ])("on %s at minute %i", (date, minutes, offered) => {
    const now = momentOf(`${date}T${Math.floor(minutes / 60)}:${minutes % 60}`, ZONE);
    expect(snoozeChoices(now, ZONE).map(({ choice, at }) => `${choice} ${clock(at)}`)).toEqual(offered);
  });
});

describe("marks", () => {
  it("unread: one at least, until it has ended", () => {
    expect(done(markUnread(state({ unread: 0 }))).state.unread).toBe(1);
    expect(done(markUnread(state({ unread: 4 }))).state.unread).toBe(4);
    for (const status of ["resolved", "closed"] as const)
      expect(markUnread(state({ status }))).toEqual({ ok: false, code: "conversation_over" });
  });

  it("priority: told with what it was before, once", () => {
    const outcome = done(setPriority(state(), "ana", 4));
    expect(outcome.state.priority).toBe(4);
    expect(outcome.effects).toMatchObject([
      { event: "conversation.priority_changed", data: { from: 0, to: 4 } },
    ]);
    expect(done(setPriority(outcome.state, "ana", 4)).effects).toEqual([]);
  });

  it("labels: told when they differ, also of what has ended", () => {
    const ended = state({ status: "closed" });
    expect(done(relabel(ended, "ana", { added: ["l1"], removed: [] })).effects).toMatchObject([
      { event: "conversation.labelled", data: { added: ["l1"], removed: [] } },
    ]);
    expect(done(relabel(ended, "ana", { added: [], removed: [] })).effects).toEqual([]);
  });
});
