/** Behaviour and faults that can be changed while running. Every probability is 0..1 and drawn from the seeded source. */
export type Knobs = {
  /** Same body delivered once more. */
  duplicate: number;
  /** Each delivery waits a random time below this many ms, so neighbours change places. */
  reorderMs: number;
  /** Fixed delay of every delivery, ms. */
  delayMs: number;
  /** Up to this many items in one POST, spread over several entries and changes. 1 = no batching. */
  batch: number;
  /** Longest wait for a batch to fill, ms. */
  batchWaitMs: number;
  /** First attempt is lost on the way and retried. */
  drop: number;
  /** An attempt carries a wrong signature; the retry is right again. */
  badSignature: number;
  /** `contacts` left out of the value. */
  missingContacts: number;
  /** The phone visibility flips for one inbound message. */
  hiddenFlip: number;
  /** `sent` is delivered before the send call is answered. */
  statusBeforeResponse: number;
  /** `failed` (131026) follows `delivered`. */
  failedAfterDelivered: number;
  /** An item of an unknown message type or an unknown field travels along. */
  unknownInjection: number;
  /** The first message of a chat arrives without its content, as after coexistence onboarding (131060). */
  unsupportedFirst: number;
  /** A template is held for quality assessment (7.3): it leaves after ten minutes, or fails with 132015. */
  heldTemplates: number;
  heldEnd: "released" | "dropped";
  /** Edits and deletions are told as of a coexistence number, or only of one: others hear `unsupported` and nothing (4.2). */
  revisions: "told" | "coexistence";
  /** Closed window answered at once with 400 instead of a later `failed`. */
  syncWindowErrors: boolean;
  /** A BSUID in `to`: accepted and never delivered (as at Meta), or 131009. */
  bsuidInTo: "silent" | "strict";
  /** Unknown phone: accepted then `failed` 131026, or a person is made up. */
  unknownRecipients: "fail" | "create";
  /** Unknown or expired media id: later `failed` 131053, or 131009 at once. */
  mediaErrors: "async" | "sync";
  /** Messages per second and number; 0 = no limit. */
  throughput: number;
  /** Management calls per hour and account; 0 = no limit (80008). */
  managementCalls: number;
  /** 45 in a burst, then one per 6 s to one person (131056). */
  pairLimit: boolean;
  /** Which status carries `pricing`. */
  pricingOn: "sent" | "delivered" | "both";
  /** Free-form messages per number and month that cost nothing (13.3). */
  freeServiceMessages: number;
  /** Without a payment method free-form messages fail (131042) after the free ones, or always. Meta's pages disagree. */
  unpaidService: "afterFree" | "always";
  /** Range of the delays of section 18.5, ms. */
  sentDelayMs: [number, number];
  deliveredDelayMs: [number, number];
  /** Voice notes become `played` after `read` without anybody pressing play. */
  autoPlayVoice: boolean;
  /** Interactions by phone fill the contact book (6.1). */
  contactBook: boolean;
  /** How long Meta looks at a new or edited template, ms; 0 = until somebody decides by the control API. */
  templateReviewMs: number;
  /** Messages kept per chat. */
  keepMessages: number;
};

export const DEFAULT_KNOBS: Readonly<Knobs> = {
  duplicate: 0,
  reorderMs: 0,
  delayMs: 0,
  batch: 1,
  batchWaitMs: 50,
  drop: 0,
  badSignature: 0,
  missingContacts: 0,
  hiddenFlip: 0,
  statusBeforeResponse: 0,
  failedAfterDelivered: 0,
  unknownInjection: 0,
  unsupportedFirst: 0,
  heldTemplates: 0,
  heldEnd: "released",
  revisions: "told",
  syncWindowErrors: false,
  bsuidInTo: "silent",
  unknownRecipients: "fail",
  mediaErrors: "async",
  throughput: 80,
  managementCalls: 5_000,
  pairLimit: true,
  pricingOn: "both",
  freeServiceMessages: 1_000,
  unpaidService: "afterFree",
  sentDelayMs: [50, 300],
  deliveredDelayMs: [200, 2000],
  autoPlayVoice: true,
  contactBook: true,
  templateReviewMs: 5000,
  keepMessages: 300,
};

/** Ready sets of knobs. `faithful`: as Meta is known to behave. `strict`: what Meta lets go by, or tells later, is refused at once. */
export const MODES: Readonly<Record<"faithful" | "strict", Partial<Knobs>>> = {
  faithful: { bsuidInTo: "silent", syncWindowErrors: false, mediaErrors: "async", revisions: "coexistence" },
  strict: { bsuidInTo: "strict", syncWindowErrors: true, mediaErrors: "sync", revisions: "coexistence" },
};

const PROBABILITIES = new Set<keyof Knobs>([
  "duplicate",
  "drop",
  "badSignature",
  "missingContacts",
  "hiddenFlip",
  "statusBeforeResponse",
  "failedAfterDelivered",
  "unknownInjection",
  "unsupportedFirst",
  "heldTemplates",
]);

const CHOICES: Partial<Record<keyof Knobs, readonly string[]>> = {
  heldEnd: ["released", "dropped"],
  revisions: ["told", "coexistence"],
  bsuidInTo: ["silent", "strict"],
  unknownRecipients: ["fail", "create"],
  mediaErrors: ["async", "sync"],
  pricingOn: ["sent", "delivered", "both"],
  unpaidService: ["afterFree", "always"],
};

/**
 * The knobs with `given` laid over them; its `mode` stands for a ready set, under what is given beside it.
 * Throws a RangeError that names the knob when a name is unknown or a value does not fit.
 */
export function withKnobs(current: Readonly<Knobs>, given: Record<string, unknown>): Knobs {
  const { mode, ...own } = given;
  if (mode !== undefined && mode !== "faithful" && mode !== "strict")
    throw new RangeError(`Knob "mode" must be faithful or strict.`);
  const patch = { ...(mode === undefined ? {} : MODES[mode]), ...own };
  for (const [name, value] of Object.entries(patch)) {
    if (!(name in DEFAULT_KNOBS)) throw new RangeError(`Unknown knob "${name}".`);
    const problem = problemOf(name as keyof Knobs, value);
    if (problem) throw new RangeError(`Knob "${name}" ${problem}.`);
  }
  return { ...current, ...(patch as Partial<Knobs>) };
}

/** How a knob is set: what a page needs to draw its field. */
export type KnobKind =
  | { kind: "chance" | "number" | "range" | "flag" }
  | { kind: "choice"; choices: readonly string[] };

/** Every knob with its kind, in the order in which they are explained. */
export function knobKinds(): Record<string, KnobKind> {
  return Object.fromEntries(
    (Object.keys(DEFAULT_KNOBS) as (keyof Knobs)[]).map((name): [string, KnobKind] => {
      const choices = CHOICES[name];
      if (choices) return [name, { kind: "choice", choices }];
      if (typeof DEFAULT_KNOBS[name] === "boolean") return [name, { kind: "flag" }];
      if (Array.isArray(DEFAULT_KNOBS[name])) return [name, { kind: "range" }];
      return [name, { kind: PROBABILITIES.has(name) ? "chance" : "number" }];
    }),
  );
}

function problemOf(name: keyof Knobs, value: unknown): string | null {
  const kind = DEFAULT_KNOBS[name];
  if (typeof kind === "boolean") return typeof value === "boolean" ? null : "must be true or false";
  const choices = CHOICES[name];
  if (choices) return choices.includes(String(value)) ? null : `must be one of ${choices.join(", ")}`;
  if (Array.isArray(kind)) return isRange(value) ? null : "must be [low, high] in milliseconds";
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) return "must be a number, 0 or more";
  if (PROBABILITIES.has(name) && value > 1) return "must be a probability between 0 and 1";
  if ((name === "batch" || name === "keepMessages") && (value < 1 || !Number.isInteger(value)))
    return "must be 1 or more";
  return null;
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high] = value as [unknown, unknown];
  return typeof low === "number" && typeof high === "number" && low >= 0 && high >= low;
}
