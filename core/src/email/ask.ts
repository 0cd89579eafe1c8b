import { fold } from "../text/fold.ts";
import { emailIn } from "./address.ts";

/** How an account wants customers to be asked for their e-mail. */
export type EmailRules = {
  /** optional: the customer may decline by a button, and goes on without after so many attempts; mandatory: a person takes over then */
  mode: "optional" | "mandatory";
  /** how often the question is put at most */
  attempts: number;
  /** so long without an answer ends the asking */
  silenceMinutes: number;
};

/** Whose address it is: nobody's yet, this customer's own, or one that stands with another contact. */
export type EmailOwner = "nobody" | "self" | "other";
/** On whose word an address stands: a code that was sent to it, the customer's only; or another contact's, and not confirmed. */
export type EmailStanding = "confirmed" | "stated" | "of_another";
export type EmailOutcome =
  | "given"
  | "confirmed"
  | "unconfirmed"
  | "declined"
  | "exhausted"
  | "silent"
  | "asked_for_person"
  | "person";

/** What the customer wrote before the asking began: answered once it is over. */
export type HeldMessage = {
  cause: string;
  /** its place in the thread, for whoever explains the answer to it */
  id: string | null;
  at: number;
  text: string | null;
  replyId: string | null;
  /** the interaction before it, from which its idle time counts */
  lastInteractionAt: number | null;
};

/** What is remembered of the asking in a conversation. */
export type EmailAsk = {
  stage: "address" | "code" | "over";
  /** how often the question was put */
  asked: number;
  /** words of ours in it so far: makes each of them unique */
  said: number;
  /** our last word, from which silence counts */
  since: number;
  held: HeldMessage | null;
  /** the address that is to be confirmed; `mac` = the keyed hash of the code that was sent to it */
  code: { address: string; mac: string; expiresAt: number; wrong: number } | null;
  outcome: EmailOutcome | null;
};

/** What the shell knows about what the customer just wrote. */
export type EmailKnowledge = {
  owner: EmailOwner;
  /** keyed hash of a fresh code for the address that was written; null = none can be sent to it */
  fresh: string | null;
  /** keyed hash of the six digits that were written; null = none were */
  typed: string | null;
};

export type EmailEvent =
  | { type: "begin"; held: HeldMessage }
  | { type: "heard"; text: string | null; replyId: string | null; known: EmailKnowledge }
  | { type: "silence" };

export type EmailAct =
  /** `repeat`: the answer before was none */
  | { say: "question" | "repeat" | "code" | "wrong_code"; address: string | null; canDecline: boolean }
  | { note: EmailStanding; address: string }
  | { mailCode: string; mac: string }
  /** whose the next word is; `person`: somebody must take over */
  | { end: EmailOutcome; to: "bot" | "person" };

export const CODE_LASTS_MS = 15 * 60_000;
/** Of a million codes so many may be guessed. */
export const MOST_WRONG_CODES = 5;
const MINUTE_MS = 60_000;

/** The button by which an optional question is declined, at most 20 characters. */
export const DECLINE_ID = "email:decline";
export const DECLINE = { "pt-BR": "Não quero informar", en: "I'd rather not say" } as const;
const DECLINING = new Set(Object.values(DECLINE).map((words) => fold(words)));

/** What comes next, and what is to be done. */
export type EmailStep = { ask: EmailAsk; acts: EmailAct[] };

/** Is the customer being asked? */
export const isAsking = (ask: EmailAsk | null | undefined): ask is EmailAsk =>
  ask != null && ask.stage !== "over";

/** When silence ends the asking. Who was sent a code has as long as the code lasts. */
export const silentAt = (ask: EmailAsk, rules: EmailRules): number =>
  ask.since +
  (ask.stage === "code"
    ? Math.max(CODE_LASTS_MS, rules.silenceMinutes * MINUTE_MS)
    : rules.silenceMinutes * MINUTE_MS);

function ended(ask: EmailAsk, outcome: EmailOutcome, to: "bot" | "person", acts: EmailAct[] = []): EmailStep {
  return {
    ask: { ...ask, stage: "over", code: null, held: null, outcome },
    acts: [...acts, { end: outcome, to }],
  };
}

/** Without what was asked for: a mandatory question is a person's to settle. */
const without = (ask: EmailAsk, outcome: EmailOutcome, { mode }: EmailRules): EmailStep =>
  ended(ask, outcome, mode === "mandatory" ? "person" : "bot");

function said(
  ask: EmailAsk,
  say: Extract<EmailAct, { say: string }>["say"],
  rules: EmailRules,
  now: number,
): EmailStep {
  const next = { ...ask, said: ask.said + 1, since: now };
  const address = ask.code?.address ?? null;
  return { ask: next, acts: [{ say, address, canDecline: rules.mode === "optional" }] };
}

function askAgain(ask: EmailAsk, rules: EmailRules, now: number): EmailStep {
  if (ask.asked >= rules.attempts) return without(ask, ask.code ? "unconfirmed" : "exhausted", rules);
  return said({ ...ask, stage: "address", code: null, asked: ask.asked + 1 }, "repeat", rules, now);
}

/** A known address of somebody else is believed only from who reads what is sent to it; until then it stands apart from both. */
function took(
  ask: EmailAsk,
  address: string,
  { owner, fresh }: EmailKnowledge,
  rules: EmailRules,
  now: number,
): EmailStep {
  if (owner !== "other") return ended(ask, "given", "bot", [{ note: "stated", address }]);
  const apart: EmailAct = { note: "of_another", address };
  if (fresh === null) return ended(ask, "unconfirmed", "bot", [apart]);
  const code = { address, mac: fresh, expiresAt: now + CODE_LASTS_MS, wrong: 0 };
  const step = said({ ...ask, stage: "code", code }, "code", rules, now);
  return { ...step, acts: [apart, { mailCode: address, mac: fresh }, ...step.acts] };
}

function heardCode(
  ask: EmailAsk & { code: NonNullable<EmailAsk["code"]> },
  typed: string | null,
  rules: EmailRules,
  now: number,
): EmailStep {
  const { code } = ask;
  if (now > code.expiresAt) return askAgain(ask, rules, now);
  if (typed === code.mac)
    return ended(ask, "confirmed", "bot", [{ note: "confirmed", address: code.address }]);
  const wrong = code.wrong + 1;
  if (wrong >= MOST_WRONG_CODES) return without(ask, "unconfirmed", rules);
  return said({ ...ask, code: { ...code, wrong } }, "wrong_code", rules, now);
}

function heard(
  ask: EmailAsk,
  event: Extract<EmailEvent, { type: "heard" }>,
  rules: EmailRules,
  personWords: readonly string[],
  now: number,
): EmailStep {
  const folded = fold(event.text ?? "");
  const declines = event.replyId === DECLINE_ID || DECLINING.has(folded);
  if (declines && rules.mode === "optional") return ended(ask, "declined", "bot");
  if (folded !== "" && personWords.some((word) => fold(word) === folded))
    return ended(ask, "asked_for_person", "person");
  const address = emailIn(event.text ?? "");
  const { code } = ask;
  if (code === null)
    return address === null ? askAgain(ask, rules, now) : took(ask, address, event.known, rules, now);
  if (address === null) return heardCode({ ...ask, code }, event.known.typed, rules, now);
  // another address, or the same once more: an attempt like any other
  if (ask.asked >= rules.attempts) return without(ask, "unconfirmed", rules);
  return took({ ...ask, asked: ask.asked + 1, code: null }, address, event.known, rules, now);
}

/**
 * Asking a customer for an e-mail, step by step: the same in production, in the tester and wherever conversations are played. It is
 * told what happened and answers what is to be done; an asking that is over, as after a person has stepped in, does nothing more.
 */
export function stepEmail(
  ask: EmailAsk | null,
  event: EmailEvent,
  rules: EmailRules,
  moment: { now: number; personWords: readonly string[] },
): EmailStep {
  const { now } = moment;
  if (event.type === "begin") {
    const begun: EmailAsk = {
      stage: "address",
      asked: 1,
      said: 0,
      since: now,
      held: event.held,
      code: null,
      outcome: null,
    };
    return said(begun, "question", rules, now);
  }
  if (!isAsking(ask)) throw new Error("nothing is being asked");
  if (event.type === "heard") return heard(ask, event, rules, moment.personWords, now);
  if (now < silentAt(ask, rules)) return { ask, acts: [] };
  return without(ask, "silent", rules);
}

/** What is left of a step whose words cannot be said, since the service window is closed: as if the customer were silent. */
export const unsaid = ({ ask, acts }: EmailStep, rules: EmailRules): EmailStep => {
  const { ask: over, acts: ends } = without(ask, "silent", rules);
  return { ask: over, acts: [...acts.filter((act) => "note" in act), ...ends] };
};

/** A person took the word: nothing is asked any more. */
export const leftToPerson = (ask: EmailAsk): EmailAsk => ({
  ...ask,
  stage: "over",
  code: null,
  held: null,
  outcome: "person",
});
