import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, on, runs, state, texts } from "../testing/desk.ts";
import { HOUR, T1, T2 } from "../testing/guide-bot.ts";
import { blockContact, unblockContact } from "./block.ts";
import { agentReply, forward, returnToBot, setStatus, type CommandOutcome } from "./commands.ts";
import { onCustomerMessage, openConversation } from "./customer-message.ts";
import { nextWake, onTimerDue } from "./wake.ts";

const guide = runs(T1, T2);
const every = on("um texto");
const blocked = context({
  contact: { name: "Lia Prado", blocked: true },
  autoMessages: texts({
    welcome: every,
    out_of_hours: every,
    manual_closing: every,
    inactivity_closing: every,
    inactivity_warning: every,
    hand_over: every,
    survey: every,
  }),
});

const said = (outcome: CommandOutcome): string[] =>
  outcome.ok ? lines(outcome) : [`refused ${outcome.code}`];

describe("a contact is blocked", () => {
  it("and their conversation falls silent: resolved, nothing unread, nobody waits, the bot out", () => {
    const before = botOwned({ unread: 3, waitingSince: NOW, snoozedUntil: NOW + HOUR });
    const { state: after, effects } = blockContact(before, "ana");
    expect(after).toMatchObject({
      owner: "team",
      status: "resolved",
      unread: 0,
      waitingSince: null,
      snoozedUntil: null,
    });
    expect(effects.map((effect) => ("event" in effect ? effect.event : effect.type))).toEqual([
      "cancel_automatic",
      "conversation.bot_stopped",
      "contact.blocked",
    ]);
  });

  it("and one that has ended is only told, as is the end of it", () => {
    const ended = state({ status: "closed", owner: "bot" });
    expect(blockContact(ended, "ana").state).toBe(ended);
    expect(unblockContact(ended, "ana")).toMatchObject({
      state: ended,
      effects: [{ event: "contact.unblocked", agentId: "ana" }],
    });
  });
});

describe("while a contact is blocked", () => {
  it("what they write is kept with its window, and raises nothing", () => {
    const before = state({
      status: "resolved",
      owner: "agent",
      agentId: "ana",
      unread: 0,
      waitingSince: null,
    });
    const { state: after, effects } = onCustomerMessage(before, message("oi"), guide, blocked, NOW, false);
    expect(effects).toEqual([]);
    expect(after).toEqual({
      ...before,
      windowClosesAt: after.windowClosesAt,
      lastCustomerAt: after.lastCustomerAt,
      lastInteractionAt: after.lastInteractionAt,
    });
    expect(after.windowClosesAt).toBeGreaterThan(before.windowClosesAt ?? 0);
  });

  it("a conversation that they open stands among the resolved ones, without bot and welcome", () => {
    const fresh = openConversation({ id: "c1", protocol: 7, at: NOW, teamId: "principal", hasBot: true });
    const decision = onCustomerMessage(fresh, message("oi"), guide, blocked, NOW, true);
    expect(decision.state).toMatchObject({
      status: "resolved",
      owner: "team",
      unread: 0,
      waitingSince: null,
    });
    expect(decision.effects).toMatchObject([{ type: "history", event: "conversation.opened" }]);
  });

  it("nothing goes out: no answer, no text of the settings, no bot", () => {
    const mine = state({ agentId: "ana", owner: "agent" });
    const reply = { type: "text", body: "oi" } as const;
    expect(said(agentReply(mine, "ana", reply, blocked, NOW))).toEqual(["refused contact_blocked"]);
    expect(said(returnToBot(mine, "ana", { contact: { name: null, blocked: true } }, NOW))).toEqual([
      "refused contact_blocked",
    ]);
    expect(said(setStatus(mine, "ana", "closed", blocked, NOW))).toEqual(["conversation.closed"]);
    const wanted = { teamId: "suporte", agentId: null, reason: "", notifyContact: true, runBot: true };
    expect(said(forward(mine, "ana", wanted, guide, blocked, { now: NOW, cause: "k" }))).toEqual([
      "conversation.forwarded",
    ]);
  });

  it("time brings the conversation to its end in silence, and wakes nobody before", () => {
    const quiet = blockContact(state({ agentId: "ana", owner: "agent" }), "ana").state;
    const at = nextWake(quiet, guide, blocked);
    expect(at).toBe(NOW - HOUR + 24 * HOUR);
    const ended = onTimerDue(quiet, guide, blocked, at ?? 0);
    expect(ended.effects.map((effect) => ("event" in effect ? effect.event : effect.type))).toEqual([
      "conversation.closed",
    ]);
    // merged into a blocked contact while the bot had the word: its silence triggers are not due
    const before = botOwned({ waitingSince: null });
    expect(
      onTimerDue(before, guide, blocked, NOW + HOUR).effects.filter(({ type }) => type === "send"),
    ).toEqual([]);
  });
});
