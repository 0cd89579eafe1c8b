import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, on, runs, state, texts } from "../testing/desk.ts";
import { T1, T2, T4 } from "../testing/guide-bot.ts";
import { onChoiceNoted, standingChoice, type Choice } from "./choice.ts";
import { agentReply, returnToBot } from "./commands.ts";
import { onCustomerMessage, openConversation } from "./customer-message.ts";
import { schedule } from "./schedule.ts";

const guide = runs(T1, T2, T4);
const autoMessages = texts({ welcome: on("Olá"), inactivity_warning: on("Ainda aí?") });
const removed = context({ numberRemoved: true, autoMessages });
const noAutomatic = context({
  contact: { name: "Lia Prado", blocked: false, noAutomatic: true },
  autoMessages,
});
const fresh = openConversation({ id: "c2", protocol: 8, at: NOW, teamId: "principal", hasBot: true });
const code = (outcome: { ok: boolean; code?: string }): string | undefined => outcome.code;

describe("a number that was disconnected", () => {
  it("keeps what comes and answers nobody", () => {
    const { state: after, effects } = onCustomerMessage(fresh, message("oi"), guide, removed, NOW, true);
    expect(lines({ effects })).toEqual(["conversation.opened"]);
    expect(after).toMatchObject({ unread: 0, waitingSince: null, status: "resolved", owner: "team" });
    const going = onCustomerMessage(botOwned(), message("oi"), guide, removed, NOW, false);
    expect(lines(going).filter((line) => line.startsWith("send"))).toEqual([]);
  });
  it("lets nobody write, now or later", () => {
    const reply = { type: "text" as const, body: "oi" };
    expect(code(agentReply(state(), "ana", reply, removed, NOW))).toBe("number_removed");
    const send = { id: "s", at: NOW + 1000, unlessReply: false };
    expect(code(schedule(state(), "ana", send, removed, NOW))).toBe("number_removed");
    expect(code(returnToBot(state(), "ana", removed, NOW))).toBe("number_removed");
  });
});

describe("who wants nothing automatic", () => {
  it("is answered by people alone", () => {
    const { state: after, effects } = onCustomerMessage(fresh, message("oi"), guide, noAutomatic, NOW, true);
    expect(lines({ effects }).filter((line) => line.startsWith("send"))).toEqual([]);
    expect(after).toMatchObject({ owner: "team", unread: 1, waitingSince: expect.any(Number) as number });
    const reply = { type: "text" as const, body: "oi" };
    expect(agentReply(after, "ana", reply, noAutomatic, NOW).ok).toBe(true);
    expect(code(returnToBot(after, "ana", noAutomatic, NOW))).toBe("contact_wants_none");
  });
  it("takes the word from the bot when it is noted, with a line that says why", () => {
    const noted = onChoiceNoted(botOwned(), "ana", {
      kind: "automatic",
      stopped: true,
      reason: "pediu por telefone",
    });
    expect(lines(noted)).toContain("contact.automatic_stopped");
    expect(lines(noted)).toContain("cancel_automatic");
    expect(noted.state.owner).toBe("team");
    const marketing = { kind: "marketing", stopped: true, reason: "pediu" } as const;
    expect(onChoiceNoted(botOwned(), "ana", marketing).state).toEqual(botOwned());
  });
});

describe("the choice that counts", () => {
  const own = (at: number, stopped: boolean): Choice => ({ at, stopped, source: "word" });
  const noted = (at: number, stopped: boolean): Choice => ({ at, stopped, source: "agent" });
  it.each<[string, Choice | null, Choice | null, boolean | undefined]>([
    ["nothing was said", null, null, undefined],
    ["an agent noted it", null, noted(1, true), true],
    ["the note was taken back", null, noted(2, false), false],
    ["the customer wants it again after the note", own(2, false), noted(1, true), false],
    ["it was noted after the customer's yes", own(1, false), noted(2, true), true],
    ["no agent takes back the customer's own no", own(1, true), noted(2, false), true],
  ])("is right where %s", (_name, theirs, ours, stopped) =>
    expect(standingChoice(theirs, ours)?.stopped).toBe(stopped),
  );
});
