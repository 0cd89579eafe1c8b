import { describe, expect, it } from "vitest";
import { CODE_LASTS_MS, DECLINE_ID, type EmailKnowledge } from "../email/ask.ts";
import { context, lines, message, NOW, on, runs, texts } from "../testing/desk.ts";
import { MINUTE, T1, T2, T3 } from "../testing/guide-bot.ts";
import { playScript } from "../tester/tester.ts";
import type { RunningBot } from "./bot-step.ts";
import { agentReply, assign, returnToBot } from "./commands.ts";
import { onCustomerMessage, openConversation } from "./customer-message.ts";
import { nextWake, onTimerDue } from "./wake.ts";
import type { ConversationContext, ConversationDecision, ConversationState, TicketOpening } from "./types.ts";

const opening = (changes: Partial<TicketOpening> = {}): TicketOpening => ({
  title: "Conversa de {{contato.nome|cliente}}",
  teamId: null,
  categoryId: "duvida",
  typeId: null,
  priority: 2,
  announcement: { enabled: true, text: "Seu chamado é o {{chamado}}." },
  email: {
    mode: "optional",
    attempts: 2,
    silenceMinutes: 10,
    question: "{{saudacao}}! Qual é o seu e-mail?",
    repeat: "Não é um e-mail.",
  },
  ...changes,
});
const mandatory = opening({ email: { ...opening().email!, mode: "mandatory" } });
const guide = runs(T1, T2, T3);
const other: EmailKnowledge = { owner: "other", fresh: "mac", typed: null };

/** A new customer and what becomes of the conversation, message by message. */
class Talk {
  state: ConversationState;
  last: ConversationDecision;
  now = NOW;
  readonly running: RunningBot | null;
  readonly facts: ConversationContext;

  constructor(changes: Partial<ConversationContext> = {}, running: RunningBot | null = guide, first = "oi") {
    this.running = running;
    this.facts = context({ opening: opening(), personWords: ["atendente"], ...changes });
    const at = { id: "c1", protocol: 7, at: NOW, teamId: "principal" };
    this.state = openConversation({ ...at, hasBot: true, ticket: 42 });
    this.last = this.hear(first, { id: "m1" }, true);
  }

  hear(text: string | null, changes: object = {}, fresh = false): ConversationDecision {
    const said = message(text, { at: this.now, ...changes });
    return this.take(onCustomerMessage(this.state, said, this.running, this.facts, this.now, fresh));
  }

  take(decision: ConversationDecision): ConversationDecision {
    this.last = decision;
    this.state = decision.state;
    return decision;
  }

  wakes(): ConversationDecision {
    this.now = nextWake(this.state, this.running, this.facts) ?? expect.fail("nothing is due");
    return this.take(onTimerDue(this.state, this.running, this.facts, this.now));
  }

  get did(): string[] {
    return lines(this.last);
  }
}

describe("a ticket that opens with a conversation", () => {
  it("has its title filled in, and the customer is told its number before anything is asked", () => {
    const talk = new Talk({ autoMessages: texts({ welcome: on("Olá") }) });
    expect(talk.did).toEqual([
      "conversation.opened",
      "send system Olá",
      "open_ticket",
      "send system Seu chamado é o #42.",
      "send system bom dia! Qual é o seu e-mail?",
    ]);
    expect(talk.last.effects[2]).toEqual({
      type: "open_ticket",
      number: 42,
      title: "Conversa de Lia Prado",
      teamId: "principal",
      categoryId: "duvida",
      typeId: null,
      priority: 2,
    });
  });

  it("opens without a word when nothing is to be told or asked, and never for who is blocked", () => {
    const silent = opening({ email: null, announcement: { enabled: false, text: "" } });
    expect(new Talk({ opening: silent }).did).toEqual([
      "conversation.opened",
      "open_ticket",
      "trace",
      "send bot Olá!",
    ]);
    const blocked = new Talk({ contact: { name: "Lia", blocked: true } });
    expect(blocked.did).toEqual(["conversation.opened"]);
  });

  it("says nothing that WhatsApp would refuse: a message that comes a day late is not answered", () => {
    const talk = new Talk();
    const late = openConversation({
      id: "c2",
      protocol: 8,
      at: NOW,
      teamId: "principal",
      hasBot: true,
      ticket: 43,
    });
    const decision = onCustomerMessage(
      late,
      message("oi", { at: NOW - 25 * 60 * MINUTE }),
      guide,
      talk.facts,
      NOW,
      true,
    );
    expect(lines(decision)).toEqual([
      "conversation.opened",
      "open_ticket",
      "trace",
      "cancel_automatic",
      "conversation.bot_stopped",
    ]);
  });
});

describe("the e-mail that is asked for before the bot answers", () => {
  it("valid: goes on the ticket, and the bot answers what was written at first", () => {
    const talk = new Talk();
    talk.now += MINUTE;
    const { effects } = talk.hear("é lia@loja.com");
    expect(talk.did).toEqual(["note_email", "conversation.email_ended", "trace", "send bot Olá!"]);
    expect(effects[0]).toEqual({ type: "note_email", address: "lia@loja.com", standing: "stated" });
    expect(effects[2]).toMatchObject({
      messageId: "m1",
      trace: { steps: [{ foldedText: "oi", idleMs: null }] },
    });
    expect(talk.state).toMatchObject({ owner: "bot", lastInteractionAt: talk.now, waitingSince: null });
    // the menu is open, and works as if nothing had come between
    expect(talk.hear("Comercial").state.teamId).toBe("comercial");
  });

  it("without a bot: people answer, and the customer waits since the first message", () => {
    const talk = new Talk({}, null);
    expect(talk.state).toMatchObject({ owner: "bot", waitingSince: null });
    talk.now += MINUTE;
    talk.hear("lia@loja.com");
    expect(talk.did).toEqual([
      "note_email",
      "conversation.email_ended",
      "cancel_automatic",
      "conversation.bot_stopped",
    ]);
    expect(talk.last.effects[3]).toMatchObject({ data: { reason: "no_bot" } });
    expect(talk.state).toMatchObject({ owner: "team", waitingSince: NOW });
  });

  it("invalid as often as is allowed: a person when it is mandatory, the bot when it is not", () => {
    const must = new Talk({ opening: mandatory });
    must.hear("não sei");
    expect(must.did).toEqual(["send system Não é um e-mail."]);
    must.hear(null);
    expect(must.did).toEqual(["conversation.email_ended", "cancel_automatic", "conversation.bot_stopped"]);
    expect(must.state).toMatchObject({ owner: "team", waitingSince: NOW });
    const may = new Talk();
    may.hear("não sei");
    may.hear("não sei mesmo");
    expect(may.did).toEqual(["conversation.email_ended", "trace", "send bot Olá!"]);
  });

  it("known to be somebody else's: only the code that was sent there makes it this customer's", () => {
    const talk = new Talk();
    talk.hear("lia@loja.com", { email: other });
    expect(talk.did.slice(0, 2)).toEqual(["note_email", "mail_code"]);
    expect(talk.last.effects[0]).toMatchObject({ standing: "of_another" });
    expect(talk.did[2]).toContain("Enviamos um código de 6 números para lia@loja.com");
    talk.hear("111111", { email: { ...other, typed: "mac-of-111111" } });
    expect(talk.did).toEqual([expect.stringContaining("Não é o código")]);
    talk.hear("123456", { email: { ...other, typed: "mac" } });
    expect(talk.did).toEqual(["note_email", "conversation.email_ended", "trace", "send bot Olá!"]);
    expect(talk.last.effects[0]).toMatchObject({ standing: "confirmed" });
  });

  it("declined by the button, which only an optional question has", () => {
    const talk = new Talk();
    expect(talk.last.effects.at(-1)).toMatchObject({
      content: { type: "buttons", options: [{ id: DECLINE_ID, title: "Não quero informar" }] },
    });
    talk.hear("Não quero informar", { replyId: DECLINE_ID });
    expect(talk.did).toEqual(["conversation.email_ended", "trace", "send bot Olá!"]);
    expect(new Talk({ opening: mandatory }).last.effects.at(-1)).toMatchObject({ content: { type: "text" } });
  });

  it("silence: ends it in its time, and nothing of the bot's own stirs before", () => {
    const talk = new Talk({ opening: mandatory });
    talk.wakes();
    expect(talk.now).toBe(NOW + 10 * MINUTE);
    expect(talk.did).toEqual(["conversation.email_ended", "cancel_automatic", "conversation.bot_stopped"]);
    expect(talk.state).toMatchObject({ owner: "team", waitingSince: NOW });
    const may = new Talk();
    may.wakes();
    expect(may.did).toEqual(["conversation.email_ended", "trace", "send bot Olá!"]);
    const coded = new Talk();
    coded.hear("lia@loja.com", { email: other });
    coded.wakes();
    expect(coded.now).toBe(NOW + CODE_LASTS_MS);
  });

  it("a person stepping in ends it: what is written then is theirs to read, and the bot does not come back to it", () => {
    for (const act of [
      (talk: Talk) => agentReply(talk.state, "ana", { type: "text", body: "Oi!" }, talk.facts, talk.now),
      (talk: Talk) => assign(talk.state, "ana", "ana"),
    ]) {
      const talk = new Talk();
      talk.hear("lia@loja.com", { email: other });
      const outcome = act(talk);
      if (!outcome.ok) expect.fail(outcome.code);
      talk.take(outcome);
      expect(talk.did.slice(0, 3)).toEqual([
        "cancel_automatic",
        "conversation.email_ended",
        "conversation.bot_stopped",
      ]);
      talk.hear("123456", { email: { ...other, typed: "mac" } });
      expect(talk.did).toEqual([]);
      expect(talk.state.bot.email).toMatchObject({ stage: "over", outcome: "person", code: null });
      const back = returnToBot(talk.state, "ana", { contact: { name: null, blocked: false } }, talk.now);
      if (back.ok) talk.take(back);
      talk.hear("lia@loja.com");
      expect(talk.did).not.toContain("note_email");
    }
  });

  it("is not asked of who is known by one, nor once more in the same conversation", () => {
    const known = new Talk({ contact: { name: "Lia", blocked: false, hasEmail: true } });
    expect(known.did).toEqual([
      "conversation.opened",
      "open_ticket",
      "send system Seu chamado é o #42.",
      "trace",
      "send bot Olá!",
    ]);
    const talk = new Talk();
    talk.hear("lia@loja.com");
    talk.hear("rui@loja.com");
    expect(talk.did).not.toContain("note_email");
  });

  it("goes on without when the account stops asking meanwhile", () => {
    const talk = new Talk({ opening: mandatory });
    const facts = context({ opening: null });
    expect(nextWake(talk.state, guide, facts)).toBeLessThanOrEqual(NOW);
    expect(lines(onTimerDue(talk.state, guide, facts, NOW))).toEqual([
      "conversation.email_ended",
      "trace",
      "send bot Olá!",
    ]);
  });

  it("is asked by the tester, too: one engine", () => {
    const run = playScript({ running: guide, context: new Talk().facts }, NOW, [
      { does: "writes", text: "oi" },
      { does: "writes", text: "lia@loja.com" },
    ]);
    expect(run.entries.map((entry) => ("event" in entry ? entry.event : entry.from))).toEqual([
      "customer",
      "conversation.opened",
      "system",
      "system",
      "customer",
      "conversation.email_ended",
      "bot",
    ]);
    const taps = playScript({ running: guide, context: new Talk().facts }, NOW, [
      { does: "writes", text: "oi" },
      { does: "taps", option: "Não quero informar" },
    ]);
    expect(taps.conversation?.bot.email).toMatchObject({ outcome: "declined" });
    const waits = playScript({ running: guide, context: new Talk().facts }, NOW, [
      { does: "writes", text: "oi" },
      { does: "waits", hours: 1 },
    ]);
    expect(waits.conversation?.bot.email).toMatchObject({ outcome: "silent" });
  });
});
