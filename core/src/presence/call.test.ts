import { describe, expect, it } from "vitest";
import { callsBy, isQuiet, newsOf, type CallRule, type News } from "./call.ts";

const me = { agentId: "ana", teamIds: ["suporte"] };
const place = (agentId: string | null, changes: object = {}) => ({
  agentId,
  teamId: "suporte",
  owner: agentId === null ? "team" : "agent",
  contact: { blocked: false },
  ...changes,
});

describe("what calls", () => {
  const message: News = { kind: "message" };
  const given: News = { kind: "given", to: "ana", by: "bia" };
  const mention: News = { kind: "mention", agentIds: ["ana"], by: "bia" };
  const unsent: News = { kind: "unsent", author: "ana" };
  const blocked = { contact: { blocked: true } };
  it.each<[string, News, CallRule, ReturnType<typeof place>, boolean]>([
    ["a message in one's own conversation", message, "mine", place("ana"), true],
    ["one that waits for the team, by the team's rule", message, "team", place(null), true],
    ["not so by the rule of one's own", message, "mine", place(null), false],
    ["not a colleague's conversation", message, "team", place("bia"), false],
    ["that one too for who wants all", message, "all", place("bia"), true],
    ["not what the bot answers", message, "team", place(null, { owner: "bot" }), false],
    ["nothing by the rule of none", message, "none", place("ana"), false],
    ["no blocked contact", message, "all", place("ana", blocked), false],
    ["what a colleague gives", given, "mine", place("ana"), true],
    ["what the bot gives", { ...given, by: null }, "mine", place("ana"), true],
    ["not what one takes", { ...given, by: "ana" }, "all", place("ana"), false],
    ["not what somebody else is given", { ...given, to: "bia" }, "all", place("bia"), false],
    ["a mention, whatever the rule", mention, "none", place("bia", blocked), true],
    ["what was not sent of one's own, whatever the rule", unsent, "none", place("bia", blocked), true],
    ["what was not sent in one's own conversation", { ...unsent, author: "bia" }, "none", place("ana"), true],
    ["not what was not sent of others", { ...unsent, author: "bia" }, "all", place("bia"), false],
    ["not a mention of others", { ...mention, agentIds: ["bia"] }, "all", place("ana"), false],
  ])("%s", (_name, news, rule, conversation, expected) => {
    expect(callsBy(news, rule, conversation, me)).toBe(expected);
  });

  it("is read from the thread", () => {
    const line = (type: string, data: Record<string, unknown>) =>
      newsOf({ entry: "history", type, agentId: "bia", data });
    expect(newsOf({ entry: "message", author: "contact" })).toEqual({ kind: "message" });
    expect(newsOf({ entry: "message", author: "bot" })).toBeNull();
    expect(newsOf({ entry: "note" })).toBeNull();
    expect(line("conversation.assigned", { to: "ana" })).toEqual(given);
    expect(line("conversation.forwarded", { to: "suporte", toAgent: "ana" })).toEqual(given);
    expect(line("conversation.forwarded", { to: "suporte", toAgent: null })).toBeNull();
    expect(line("conversation.message_unsent", { author: "ana", reason: "x" })).toEqual(unsent);
    expect(line("conversation.status_changed", { to: "open" })).toBeNull();
  });
});

it("nobody is called while one is away and in the hours one keeps free, over midnight too", () => {
  const at = (from: string, to: string, now: string): boolean => {
    const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    const quietHours = { from: minutes(from), to: minutes(to) };
    return isQuiet({ availability: "available", quietHours }, minutes(now));
  };
  expect(isQuiet({ availability: "away", quietHours: null }, 0)).toBe(true);
  expect(isQuiet({ availability: "available", quietHours: null }, 0)).toBe(false);
  expect(
    ["18:59", "19:00", "23:59", "00:00", "07:59", "08:00"].map((now) => at("19:00", "08:00", now)),
  ).toEqual([false, true, true, true, true, false]);
  expect(["11:59", "12:00", "12:59", "13:00"].map((now) => at("12:00", "13:00", now))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(at("08:00", "08:00", "08:00")).toBe(false);
});
