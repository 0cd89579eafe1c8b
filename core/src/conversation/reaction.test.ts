import { expect, it } from "vitest";
import { isEmoji, react, type ReactionTarget } from "./reaction.ts";
import type { ConversationState } from "./types.ts";

const DAY = 24 * 3_600_000;
const NOW = 100 * DAY;
const open = { status: "open", windowClosesAt: NOW + 1 } as ConversationState;
const target: ReactionTarget = { wamid: "wamid.A", at: NOW - DAY, emoji: "", state: "sent" };

it.each<[string, Partial<ConversationState>, Partial<ReactionTarget>, string, unknown]>([
  ["the first", {}, {}, "👍", { ok: true, isNews: true }],
  ["another", {}, { emoji: "👍" }, "❤️", { ok: true, isNews: true }],
  ["none any more", {}, { emoji: "👍" }, "", { ok: true, isNews: true }],
  ["the same", {}, { emoji: "👍" }, "👍", { ok: true, isNews: false }],
  ["none where there is none", {}, {}, "", { ok: true, isNews: false }],
  ["the same, which failed", {}, { emoji: "👍", state: "failed" }, "👍", { ok: true, isNews: true }],
  ["the same, in doubt", {}, { emoji: "👍", state: "unknown" }, "👍", { ok: true, isNews: true }],
  ["the same, on its way", {}, { emoji: "👍", state: "queued" }, "👍", { ok: true, isNews: false }],
  ["when all is over", { status: "closed" }, {}, "👍", { ok: false, code: "conversation_closed" }],
  ["after 24 h", { windowClosesAt: NOW }, {}, "👍", { ok: false, code: "service_window_closed" }],
  ["on what was not sent", {}, { wamid: null }, "👍", { ok: false, code: "message_not_at_whatsapp" }],
  ["after 30 days", {}, { at: NOW - 31 * DAY }, "👍", { ok: false, code: "reaction_too_late" }],
])("%s", (_name, state, known, emoji, outcome) => {
  expect(react({ ...open, ...state }, { ...target, ...known }, emoji, NOW)).toEqual(outcome);
});

it("knows one emoji from anything else", () => {
  for (const emoji of ["👍", "❤️", "👩🏽‍🚒", "🇧🇷", "1️⃣"]) expect(isEmoji(emoji), emoji).toBe(true);
  for (const text of ["", "a", "👍👍", "👍 ", "1", "<b>"]) expect(isEmoji(text), text).toBe(false);
});
