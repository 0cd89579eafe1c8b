import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CODE_LASTS_MS,
  DECLINE_ID,
  isAsking,
  leftToPerson,
  MOST_WRONG_CODES,
  silentAt,
  stepEmail,
  type EmailAct,
  type EmailAsk,
  type EmailEvent,
  type EmailKnowledge,
  type EmailRules,
} from "./ask.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const rules = (changes: Partial<EmailRules> = {}): EmailRules => ({
  mode: "optional",
  attempts: 3,
  silenceMinutes: 10,
  ...changes,
});
const held = { cause: "wamid.1", id: "m1", at: NOW, text: "oi", replyId: null, lastInteractionAt: null };
const nobody: EmailKnowledge = { owner: "nobody", fresh: "mac-1", typed: null };
const other: EmailKnowledge = { owner: "other", fresh: "mac-1", typed: null };

/** One asking, step by step; `acts` = what the last step did. */
class Asked {
  ask: EmailAsk | null = null;
  acts: EmailAct[] = [];
  now = NOW;
  readonly rules: EmailRules;

  constructor(changes: Partial<EmailRules> = {}) {
    this.rules = rules(changes);
    this.step({ type: "begin", held });
  }

  step(event: EmailEvent): this {
    const { ask, acts } = stepEmail(this.ask, event, this.rules, {
      now: this.now,
      personWords: ["Atendente"],
    });
    this.ask = ask;
    this.acts = acts;
    return this;
  }

  hear(text: string | null, known = nobody, replyId: string | null = null): this {
    return this.step({ type: "heard", text, replyId, known });
  }

  type(code: string): this {
    return this.hear("123456", { ...nobody, typed: code });
  }

  /** acts in short */
  get did(): string[] {
    return this.acts.map((act) =>
      "say" in act
        ? `say ${act.say}`
        : "note" in act
          ? `note ${act.address} ${act.note}`
          : "mailCode" in act
            ? `mail ${act.mailCode}`
            : `${act.end} → ${act.to}`,
    );
  }
}

describe("asking for an e-mail", () => {
  it("takes a valid address at its owner's word", () => {
    const asked = new Asked();
    expect(asked.did).toEqual(["say question"]);
    expect(asked.hear("é Lia@loja.com").did).toEqual(["note lia@loja.com stated", "given → bot"]);
    expect(asked.ask).toMatchObject({ stage: "over", outcome: "given", held: null, code: null });
  });

  it("asks as often as was wished and no more: then a person when it must be known, else without", () => {
    for (const [mode, end] of [
      ["mandatory", "exhausted → person"],
      ["optional", "exhausted → bot"],
    ] as const) {
      const asked = new Asked({ mode });
      expect(asked.hear("não sei").did).toEqual(["say repeat"]);
      // a voice message is no address either
      expect(asked.hear(null).did).toEqual(["say repeat"]);
      expect(asked.hear("lia@").did).toEqual([end]);
      expect(new Asked({ mode, attempts: 1 }).hear("não sei").did).toEqual([end]);
    }
  });

  it("is declined by the button or its words when it is optional, and only then", () => {
    expect(new Asked().hear("Não quero informar", nobody, DECLINE_ID).did).toEqual(["declined → bot"]);
    expect(new Asked().hear("nao quero informar!").did).toEqual(["declined → bot"]);
    const must = new Asked({ mode: "mandatory" });
    expect(must.hear("Não quero informar", nobody, DECLINE_ID).did).toEqual(["say repeat"]);
    const [question] = must.acts;
    expect(question).toMatchObject({ canDecline: false });
  });

  it("gives the word to a person when the customer asks for one", () => {
    expect(new Asked({ mode: "optional" }).hear("atendente").did).toEqual(["asked_for_person → person"]);
  });

  it("ends by silence, at its moment and not before", () => {
    const asked = new Asked({ mode: "mandatory" });
    asked.now = NOW + 10 * MINUTE - 1;
    expect(asked.step({ type: "silence" }).did).toEqual([]);
    expect(asked.ask && silentAt(asked.ask, asked.rules)).toBe(NOW + 10 * MINUTE);
    asked.now = NOW + 10 * MINUTE;
    expect(asked.step({ type: "silence" }).did).toEqual(["silent → person"]);
    const optional = new Asked();
    optional.now = NOW + 10 * MINUTE;
    expect(optional.step({ type: "silence" }).did).toEqual(["silent → bot"]);
  });

  it("is over once a person has stepped in", () => {
    const { ask } = new Asked();
    const over = leftToPerson(ask ?? expect.fail());
    expect(isAsking(over)).toBe(false);
    expect(over).toMatchObject({ outcome: "person", held: null });
  });
});

describe("a known address of somebody else", () => {
  it("stands apart until the code that was sent to it comes back", () => {
    const asked = new Asked();
    asked.hear("lia@loja.com", other);
    expect(asked.did).toEqual(["note lia@loja.com of_another", "mail lia@loja.com", "say code"]);
    expect(asked.type("mac-1").did).toEqual(["note lia@loja.com confirmed", "confirmed → bot"]);
  });

  it("stays apart when no code can be sent", () => {
    const asked = new Asked({ mode: "mandatory" });
    expect(asked.hear("lia@loja.com", { ...other, fresh: null }).did).toEqual([
      "note lia@loja.com of_another",
      "unconfirmed → bot",
    ]);
  });

  it("takes so many wrong codes, and then none", () => {
    const asked = new Asked({ mode: "mandatory" });
    asked.hear("lia@loja.com", other);
    for (let wrong = 1; wrong < MOST_WRONG_CODES; wrong++)
      expect(asked.type("mac-x").did).toEqual(["say wrong_code"]);
    expect(asked.type("mac-x").did).toEqual(["unconfirmed → person"]);
    expect(isAsking(asked.ask)).toBe(false);
  });

  it("takes no code after its time, even the right one", () => {
    const asked = new Asked();
    asked.hear("lia@loja.com", other);
    asked.now = NOW + CODE_LASTS_MS + 1;
    expect(asked.type("mac-1").did).toEqual(["say repeat"]);
    expect(asked.ask).toMatchObject({ stage: "address", code: null });
    // nor afterwards, when nothing is to be confirmed
    expect(asked.type("mac-1").did).toEqual(["say repeat"]);
  });

  it("may be followed by another, as an attempt like any other", () => {
    const asked = new Asked({ attempts: 2 });
    asked.hear("lia@loja.com", other);
    expect(asked.hear("rui@loja.com", { ...other, fresh: "mac-2" }).did).toEqual([
      "note rui@loja.com of_another",
      "mail rui@loja.com",
      "say code",
    ]);
    // the first code is worth nothing any more
    expect(asked.type("mac-1").did).toEqual(["say wrong_code"]);
    expect(asked.hear("ana@loja.com").did).toEqual(["unconfirmed → bot"]);
  });

  it("waits as long as the code lasts", () => {
    const asked = new Asked({ silenceMinutes: 1, mode: "mandatory" });
    asked.hear("lia@loja.com", other);
    asked.now = NOW + CODE_LASTS_MS - 1;
    expect(asked.step({ type: "silence" }).did).toEqual([]);
    asked.now = NOW + CODE_LASTS_MS;
    expect(asked.step({ type: "silence" }).did).toEqual(["silent → person"]);
  });
});

describe("whatever a customer does", () => {
  const said = fc.record({
    text: fc.constantFrom(
      null,
      "oi",
      "lia@loja.com",
      "rui@loja.com",
      "123456",
      "atendente",
      "não quero informar",
    ),
    replyId: fc.constantFrom(null, DECLINE_ID),
    known: fc.record({
      owner: fc.constantFrom("nobody" as const, "other" as const, "self" as const),
      fresh: fc.constantFrom(null, "mac-1", "mac-2"),
      typed: fc.constantFrom(null, "mac-1", "mac-2", "mac-3"),
    }),
    wait: fc.integer({ min: 0, max: 20 }),
  });
  const wished = fc.record({
    mode: fc.constantFrom("optional" as const, "mandatory" as const),
    attempts: fc.integer({ min: 1, max: 5 }),
    silenceMinutes: fc.integer({ min: 1, max: 30 }),
  });

  it("the asking ends, with one ending, and is never confirmed but by the code sent last", () => {
    fc.assert(
      fc.property(wished, fc.array(said, { maxLength: 60 }), (wish, answers) => {
        const asked = new Asked(wish);
        let sent: string | null = null;
        let questions = 0;
        for (const { wait, ...answer } of answers) {
          if (!isAsking(asked.ask)) break;
          asked.now += wait * MINUTE;
          asked.step({ type: "heard", ...answer });
          for (const act of asked.acts) {
            if ("mailCode" in act) sent = act.mac;
            if ("say" in act && (act.say === "repeat" || act.say === "code")) questions++;
            if ("note" in act && act.note === "confirmed") expect(answer.known.typed).toBe(sent);
          }
          expect(asked.acts.filter((act) => "end" in act)).toHaveLength(isAsking(asked.ask) ? 0 : 1);
        }
        expect(questions).toBeLessThanOrEqual(wish.attempts * 2);
        if (answers.length === 60) expect(isAsking(asked.ask)).toBe(false);
      }),
    );
  });
});
