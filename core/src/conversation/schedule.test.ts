import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, on, state, texts } from "../testing/desk.ts";
import { HOUR, MINUTE } from "../testing/guide-bot.ts";
import { blockContact } from "./block.ts";
import { agentReply, setStatus, type CommandOutcome } from "./commands.ts";
import { onCustomerMessage, onCustomerSign } from "./customer-message.ts";
import { localTime, momentOf } from "../hours/wall-clock.ts";
import { outlastsWindow, scheduleChoices } from "./schedule-choices.ts";
import {
  MOST_SCHEDULED,
  onScheduledDue,
  reschedule,
  schedule,
  sendScheduledNow,
  unschedule,
} from "./schedule.ts";
import { dueScheduled, nextScheduledAt } from "./scheduled.ts";
import type { ConversationState, ScheduledSend } from "./types.ts";
import { inactivityClosesAt, nextWake, onTimerDue } from "./wake.ts";

const DAY = 24 * HOUR;
const AT = NOW + 5 * HOUR;
const text = { type: "text", body: "Chegou o vaso?" } as const;
const done = (outcome: CommandOutcome) => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome;
};
const wanted = (changes: Partial<ScheduledSend> = {}) => ({
  id: "s1",
  at: AT,
  unlessReply: false,
  ...changes,
});
const plan = (before = state(), changes: Partial<ScheduledSend> = {}): ConversationState =>
  done(schedule(before, "ana", wanted(changes), context(), NOW)).state;
const only = ({ scheduled }: ConversationState): ScheduledSend => {
  const [send] = scheduled;
  if (!send) throw new Error("nothing is scheduled");
  return send;
};
const due = (before: ConversationState, now = AT, facts = context()) =>
  onScheduledDue(before, only(before), text, true, facts, now);

describe("schedule", () => {
  it("says when, and changes nothing else: not who has the word, not who waits", () => {
    const before = botOwned();
    const outcome = done(schedule(before, "ana", wanted(), context(), NOW));
    expect(outcome.effects).toMatchObject([
      { event: "conversation.message_scheduled", agentId: "ana", data: { scheduledId: "s1", at: AT } },
    ]);
    expect({ ...outcome.state, scheduled: [] }).toEqual(before);
    expect(only(outcome.state)).toEqual({ ...wanted(), agentId: "ana", since: NOW, unsent: null });
  });

  it.each<[string, Partial<ConversationState>, number, boolean]>([
    ["conversation_closed", { status: "closed" }, AT, false],
    ["contact_blocked", {}, AT, true],
    ["schedule_in_past", {}, NOW, false],
    ["schedule_too_far", {}, NOW + 367 * DAY, false],
  ])("is refused: %s", (code, changes, at, blocked) => {
    const facts = context({ contact: { name: null, blocked } });
    expect(schedule(state(changes), "ana", wanted({ at }), facts, NOW)).toEqual({ ok: false, code });
    const known = { ...plan(), ...changes };
    expect(reschedule(known, "ana", wanted({ at: at === AT ? AT + 1 : at }), facts, NOW)).toEqual({
      ok: false,
      code,
    });
  });

  it("takes what lies beyond the window, which the customer may still open", () => {
    expect(plan(state({ windowClosesAt: null })).scheduled).toHaveLength(1);
  });

  it("has an end", () => {
    let full = state();
    for (let number = 0; number < MOST_SCHEDULED; number++) full = plan(full, { id: `s${number}` });
    const more = schedule(full, "ana", wanted({ id: "more" }), context(), NOW);
    expect(more).toEqual({ ok: false, code: "too_many_scheduled" });
  });

  it("is put off, and taken back, by whoever sees it, and only while it is there", () => {
    const later = done(reschedule(plan(), "bia", wanted({ at: AT + DAY }), context(), NOW + HOUR));
    expect(only(later.state)).toMatchObject({ at: AT + DAY, agentId: "ana", since: NOW + HOUR });
    expect(later.effects).toMatchObject([{ agentId: "bia", data: { from: AT, at: AT + DAY } }]);
    const same = plan();
    expect(reschedule(same, "ana", wanted(), context(), NOW)).toEqual({ ok: true, state: same, effects: [] });
    const gone = done(unschedule(plan(), "bia", "s1"));
    expect([gone.state.scheduled, lines(gone)]).toEqual([[], ["conversation.message_unscheduled"]]);
    for (const outcome of [
      unschedule(gone.state, "ana", "s1"),
      reschedule(gone.state, "ana", wanted(), context(), NOW),
      sendScheduledNow(gone.state, "ana", "s1", text, context(), NOW),
    ])
      expect(outcome).toEqual({ ok: false, code: "scheduled_gone" });
  });
});

describe("its moment", () => {
  it("is the next at which the conversation is looked at, never earlier", () => {
    const both = plan(plan(state({ waitingSince: null }), { id: "s2", at: AT + HOUR }));
    expect(nextWake(both, null, context())).toBe(AT);
    expect(dueScheduled(both, AT - 1)).toEqual([]);
    expect(dueScheduled(both, AT).map(({ id }) => id)).toEqual(["s1"]);
    expect(dueScheduled(both, AT + DAY).map(({ id }) => id)).toEqual(["s1", "s2"]);
    // of one moment: as they were written
    const together = plan(plan(state(), { id: "s2" }), { id: "s1" });
    expect(dueScheduled(together, AT).map(({ id }) => id)).toEqual(["s1", "s2"]);
  });

  it("says it as its author's answer, once", () => {
    const said = due(plan(botOwned()));
    expect(said).toEqual(done(agentReply({ ...botOwned() }, "ana", text, context(), AT)));
    expect(said.state.scheduled).toEqual([]);
  });

  it("answers what was there when it was scheduled, not what the customer wrote since", () => {
    expect(due(plan()).state).toMatchObject({ unread: 0, waitingSince: null });
    const wrote = message("e o boleto?", { at: NOW + HOUR });
    const asked = onCustomerMessage(due(plan()).state, wrote, null, context(), NOW + HOUR, false).state;
    const again = { ...asked, scheduled: plan().scheduled };
    expect(due(again).state).toMatchObject({ unread: 1, waitingSince: NOW + HOUR, lastInteractionAt: AT });
  });

  it("opens again what was resolved meanwhile", () => {
    const resolved = done(setStatus(plan(), "ana", "resolved", context(), NOW)).state;
    expect(nextScheduledAt(resolved.scheduled)).toBe(AT);
    expect(lines(due(resolved))).toContain("conversation.reopened");
  });

  it("holds back the closing for inactivity, and its warning, while it is still to come", () => {
    const told = context({ inactivityHours: 2, autoMessages: texts({ inactivity_warning: on("Aí?") }) });
    const waits = plan(state({ waitingSince: null }));
    expect(inactivityClosesAt(waits, told)).toBeNull();
    expect(onTimerDue(waits, null, told, AT - 1).effects).toEqual([]);
    const held = due({ ...waits, windowClosesAt: NOW }, AT, told).state;
    // somebody has to look at it first
    expect(inactivityClosesAt(held, told)).toBeNull();
    expect(inactivityClosesAt(due(waits, AT, told).state, told)).toBe(AT + 2 * HOUR);
  });
});

describe("what cannot be sent", () => {
  it("after the window closed asks for a person: awake, open, unread, the bot out", () => {
    const before = { ...plan(botOwned({ status: "resolved", unread: 0 })), windowClosesAt: AT };
    const held = due(before);
    expect(lines(held)).toEqual([
      "cancel_automatic",
      "conversation.bot_stopped",
      "conversation.reopened",
      "conversation.message_unsent",
    ]);
    expect(held.state).toMatchObject({ status: "open", owner: "team", unread: 1, waitingSince: AT });
    expect(held.effects.at(-1)).toMatchObject({
      data: { scheduledId: "s1", author: "ana", at: AT, reason: "service_window_closed" },
    });
    expect(only(held.state)).toMatchObject({ unsent: "service_window_closed", at: AT });
    expect([nextScheduledAt(held.state.scheduled), dueScheduled(held.state, AT + DAY)]).toEqual([null, []]);
    const asleep = { ...plan(), windowClosesAt: AT, snoozedUntil: AT + DAY };
    expect(due(asleep).state.snoozedUntil).toBeNull();
  });

  it("a template goes out then, unless it is none any more", () => {
    const template = { type: "template", name: "a", language: "pt_BR", parameters: [] } as never;
    const closed = { ...plan(), windowClosesAt: AT };
    const sent = onScheduledDue(closed, only(closed), template, true, context(), AT);
    expect(sent.effects.at(-1)).toMatchObject({ type: "send", agentId: "ana", content: template });
    const none = onScheduledDue(closed, only(closed), null, true, context(), AT);
    expect(only(none.state).unsent).toBe("template_refused");
  });

  it("whose author may not write here any more is not sent under their name", () => {
    const before = plan();
    const held = onScheduledDue(before, only(before), text, false, context(), AT);
    expect([lines(held), only(held.state).unsent]).toEqual([
      ["conversation.message_unsent"],
      "author_may_not",
    ]);
  });

  it("where only the responsible agent answers, neither is scheduled by another nor sent for one", () => {
    const alone = context({ onlyResponsibleReplies: true });
    const theirs = state({ agentId: "bia", owner: "agent" });
    expect(schedule(theirs, "ana", wanted(), alone, NOW)).toEqual({ ok: false, code: "not_responsible" });
    expect(done(schedule(theirs, "bia", wanted(), alone, NOW)).state.scheduled).toHaveLength(1);
    const forwarded = { ...plan(), agentId: "bia", owner: "agent" as const };
    expect(only(due(forwarded, AT, alone).state).unsent).toBe("author_may_not");
  });

  it("to a blocked contact stays quiet", () => {
    const blocked = context({ contact: { name: null, blocked: true } });
    const held = onScheduledDue(plan(state({ unread: 0 })), only(plan()), text, true, blocked, AT);
    expect([lines(held), held.state.unread]).toEqual([["conversation.message_unsent"], 0]);
    expect(only(blockContact(plan(), "ana").state).unsent).toBe("contact_blocked");
  });

  it("in what was ended stays there", () => {
    const ended = done(setStatus(plan(), "ana", "closed", context(), NOW));
    expect(lines(ended)).toEqual(["conversation.message_unsent", "conversation.closed"]);
    expect([only(ended.state).unsent, nextWake(ended.state, null, context())]).toEqual([
      "conversation_closed",
      null,
    ]);
    const away = done(unschedule(ended.state, "ana", "s1"));
    expect([away.state.scheduled, away.effects]).toEqual([[], []]);
  });

  it("because the customer wrote, if that was wished; a reaction is no answer", () => {
    const both = plan(plan(state(), { id: "s2", unlessReply: true }));
    const answered = onCustomerMessage(both, message("já chegou"), null, context(), NOW, false);
    expect(answered.state.scheduled.map(({ id, unsent }) => [id, unsent])).toEqual([
      ["s2", "contact_replied"],
      ["s1", null],
    ]);
    expect(lines(answered)).toEqual(["conversation.message_unsent"]);
    expect(onCustomerSign(both, message(null)).state.scheduled).toEqual(both.scheduled);
  });

  it("may be given another moment or be sent after all", () => {
    const held = due({ ...plan(), windowClosesAt: AT }).state;
    const again = done(reschedule(held, "ana", wanted({ at: AT + HOUR }), context(), AT));
    expect(only(again.state)).toMatchObject({ at: AT + HOUR, unsent: null });
    const open = { ...held, windowClosesAt: AT + DAY };
    const sent = done(sendScheduledNow(open, "bia", "s1", text, context(), AT));
    expect([sent.state.scheduled, sent.effects.at(-1)]).toMatchObject([[], { type: "send", agentId: "bia" }]);
  });
});

describe("what is offered, in the account's zone", () => {
  const clock = (at: number, zone: string): string => {
    const { date, minutes } = localTime(at, zone);
    return `${date} ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  };
  const offered = (local: string, zone: string, windowLeft: number | null): string[] => {
    const now = momentOf(local, zone);
    const closes = windowLeft === null ? null : now + windowLeft;
    return scheduleChoices(now, zone, closes).map(({ choice, at }) => `${choice} ${clock(at, zone)}`);
  };

  it("holds a last moment before the window closes, in its order", () => {
    expect(offered("2026-11-26T14:07", "America/Sao_Paulo", 17 * HOUR)).toEqual([
      "later 2026-11-26 17:15",
      "before_closing 2026-11-27 6:50",
      "tomorrow 2026-11-27 9:00",
      "monday 2026-11-30 9:00",
    ]);
    for (const left of [null, 15 * MINUTE, 10 * MINUTE])
      expect(offered("2026-11-26T14:07", "America/Sao_Paulo", left)).toHaveLength(3);
    // 9:15 closes: the last moment is the morning that is offered anyway
    expect(offered("2026-11-26T14:15", "America/Sao_Paulo", 19 * HOUR)).toHaveLength(3);
    const closes = NOW + HOUR;
    expect([NOW, closes - 1, closes].map((at) => outlastsWindow(at, closes))).toEqual([false, false, true]);
    expect(outlastsWindow(NOW, null)).toBe(true);
  });

  it.each([
    // clocks went forward at 0:00 on Sunday 2018-11-04, and back at 0:00 on Sunday 2019-02-17
    ["America/Sao_Paulo", "2018-11-03T15:00", "tomorrow 2018-11-04 9:00", 17],
    ["America/Sao_Paulo", "2019-02-16T15:00", "tomorrow 2019-02-17 9:00", 19],
    ["America/Sao_Paulo", "2019-11-03T15:00", "tomorrow 2019-11-04 9:00", 18],
    // 2:00 on 2026-03-08 does not exist, 1:00 on 2026-11-01 comes twice
    ["America/New_York", "2026-03-07T15:00", "tomorrow 2026-03-08 9:00", 17],
    ["America/New_York", "2026-10-31T15:00", "tomorrow 2026-11-01 9:00", 19],
    ["Asia/Kolkata", "2026-12-31T15:00", "tomorrow 2027-01-01 9:00", 18],
  ])("keeps to the wall clock where clocks change: %s, %s", (zone, local, morning, hours) => {
    const now = momentOf(local, zone);
    const choice = scheduleChoices(now, zone, null).find(({ choice: name }) => name === "tomorrow");
    expect(`tomorrow ${clock(choice?.at ?? 0, zone)}`).toBe(morning);
    expect(((choice?.at ?? 0) - now) / HOUR).toBe(hours);
  });

  it("a moment of one's own that clocks skip is the same reading an hour earlier; one that comes twice is one of both", () => {
    expect(clock(momentOf("2026-03-08T02:30", "America/New_York"), "America/New_York")).toBe(
      "2026-03-08 1:30",
    );
    expect(clock(momentOf("2026-11-01T01:30", "America/New_York"), "America/New_York")).toBe(
      "2026-11-01 1:30",
    );
  });
});
