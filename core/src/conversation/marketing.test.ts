import { describe, expect, it } from "vitest";
import { botOwned, context, lines, message, NOW, runs, state } from "../testing/desk.ts";
import { HOUR, T1, T2, T4, trigger, says, inTeam } from "../testing/guide-bot.ts";
import { onCustomerMessage, openConversation } from "./customer-message.ts";
import { marketingWord } from "./marketing.ts";
import type { ConversationContext, ConversationState } from "./types.ts";

const guide = runs(T1, T2, T4);
const wants = (noMarketing: boolean, changes: Partial<ConversationContext> = {}): ConversationContext =>
  context({ contact: { name: "Lia Prado", blocked: false, noMarketing }, ...changes });
const hears = (before: ConversationState, text: string, settings = wants(false), fresh = false) =>
  onCustomerMessage(before, message(text), guide, settings, NOW, fresh);

const NO_MORE =
  "send system Pronto: você não vai mais receber nossas ofertas. Para voltar a receber, escreva VOLTAR.";
const AGAIN =
  "send system Pronto: você voltou a receber nossas ofertas. Para deixar de receber, escreva SAIR.";

describe("the words", () => {
  it.each(["SAIR", "sair", " Sair! ", "Parar", "DESCADASTRAR", "stop"])("%j ends marketing", (text) =>
    expect(marketingWord(text, false, null, null)).toBe(true),
  );
  it.each(["quero sair", "sairei", "", null, "voltar"])("%j says nothing about it", (text) =>
    expect(marketingWord(text, false, null, null)).toBeNull(),
  );
  it("VOLTAR means something to who wants none", () =>
    expect(marketingWord("Voltar", true, null, null)).toBe(false));
  it("what the bot waits for keeps its meaning", () => {
    const menu = { triggerId: "T", options: [{ id: "T:0", keyword: "Sair" }], numbered: false };
    expect(marketingWord("sair", false, null, menu)).toBeNull();
    const waits = trigger("T", {
      team: inTeam("principal"),
      expectedReply: ["VOLTAR"],
      action: says("Menu"),
    });
    expect(marketingWord("voltar", true, runs(waits).bot, null)).toBeNull();
    expect(marketingWord("voltar", true, runs({ ...waits, active: false }).bot, null)).toBe(false);
  });
});

describe("a customer who wants no marketing", () => {
  it("is confirmed, and the bot waits on with its menu", () => {
    const before = botOwned();
    const { state: after, effects } = hears(before, "SAIR");
    expect(lines({ effects })).toEqual(["note_marketing", "contact.marketing_stopped", NO_MORE]);
    expect(after).toMatchObject({ owner: "bot", bot: before.bot, unread: before.unread, waitingSince: null });
    expect(after.windowClosesAt).toBe(NOW + 24 * HOUR);
  });
  it("asks nothing of anybody with a first word", () => {
    const fresh = openConversation({ id: "c2", protocol: 8, at: NOW, teamId: "principal", hasBot: true });
    const { state: after, effects } = hears(fresh, "sair", wants(false), true);
    expect(lines({ effects })).toEqual([
      "conversation.opened",
      "note_marketing",
      "contact.marketing_stopped",
      NO_MORE,
    ]);
    expect(after).toMatchObject({ status: "resolved", unread: 0, waitingSince: null });
  });
  it("is read by the person who has the word, as ever", () => {
    const { state: after, effects } = hears(state({ owner: "agent", agentId: "a1" }), "Sair");
    expect(after.unread).toBe(4);
    expect(lines({ effects })).toContain("note_marketing");
  });
  it("hears of it again with VOLTAR", () => {
    const { effects } = hears(botOwned(), "VOLTAR", wants(true));
    expect(effects).toContainEqual({ type: "note_marketing", stopped: false });
    expect(lines({ effects })).toContain(AGAIN);
    expect(lines(hears(botOwned(), "VOLTAR"))).not.toContain("note_marketing");
  });
  it("is told in the account's language", () =>
    expect(lines(hears(botOwned(), "stop", wants(false, { locale: "en" }))).at(-1)).toContain(
      "write VOLTAR",
    ));
});
