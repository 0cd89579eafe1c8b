/**
 * The life of a template, as Meta tells it: by webhooks, by the answers to what was asked of it, and by its whole list. They come
 * late, twice and in any order. What is kept of each word is the latest moment at which Meta said it, so that what is known is the
 * same whatever came first, and whichever way it came (ADR 37).
 */

/** Who said it. Of two that speak of the same moment the later in this row is right. */
const SPEAKERS = ["absence", "list", "answer", "webhook"] as const;

/** What Meta said of one template. What it does not speak of is left out, and stays as it was. */
export type TemplateTold = {
  /** Meta's own time of it, in epoch milliseconds; webhooks tell whole seconds */
  at: number;
  by: (typeof SPEAKERS)[number];
  status?: string;
  /** why: of this very status. Lists know of refusals only, webhooks of pauses too */
  reason?: string | null;
  /** Meta's sentences about the reason */
  detail?: string | null;
  category?: string;
  quality?: string;
  /** the category it is going to have; null = none is announced */
  coming?: string | null;
  /** from when on, in epoch milliseconds */
  comingAt?: number | null;
  content?: TemplateWording;
};
/** Meta's JSON of the parts, as received. */
export type TemplateWording = { parameterFormat: "POSITIONAL" | "NAMED"; components: unknown };

type Said<T> = { value: T; stamp: number };
/** The latest of each word, in the order of the words. */
type Words<T> = readonly (readonly [word: string, said: Said<T>])[];

/** All that is known of a template; to be stored, and read by `templateNow` only. */
export type TemplateLife = {
  statuses: Words<true>;
  reasons: Words<string>;
  details: Words<string>;
  categories: Words<true>;
  coming: Said<string | null> | null;
  comingAt: Words<number>;
  quality: Said<string> | null;
  content: Said<TemplateWording> | null;
};

/** What holds now, of all that Meta has said so far. */
export type TemplateNow = {
  /** null until Meta has said one */
  status: string | null;
  reason: string | null;
  detail: string | null;
  category: string | null;
  coming: { category: string; at: number | null } | null;
  quality: string | null;
  content: TemplateWording | null;
};

export const UNTOLD: TemplateLife = {
  statuses: [],
  reasons: [],
  details: [],
  categories: [],
  coming: null,
  comingAt: [],
  quality: null,
  content: null,
};

/** Two states of one moment: the one that comes later in a life. Those that are not here come before all. */
const COURSE = ["PENDING", "IN_APPEAL", "APPROVED", "REJECTED", "PAUSED", "ARCHIVED", "DISABLED"];
const LAST = ["PENDING_DELETION", "DELETED"];
const placeOf = (status: string): number => [...COURSE, ...LAST].indexOf(status);

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function later<T>(one: Said<T> | null, other: Said<T> | null): Said<T> | null {
  if (one === null || other === null) return one ?? other;
  const order =
    one.stamp - other.stamp || byText(JSON.stringify(one.value) ?? "", JSON.stringify(other.value) ?? "");
  return order >= 0 ? one : other;
}

function withWord<T>(words: Words<T>, word: string, said: Said<T>): Words<T> {
  const known = words.find(([other]) => other === word)?.[1] ?? null;
  const latest = later(known, said);
  if (latest === null || latest === known) return words;
  return [...words.filter(([other]) => other !== word), [word, latest] as const].toSorted(([one], [other]) =>
    byText(one, other),
  );
}

/**
 * What Meta has done in a second may be done at its end: of a list that was asked for within it, a webhook is the newer, and so is the
 * answer to a command.
 */
function stampOfTold({ at, by }: TemplateTold): number {
  const isDone = by === "webhook" || by === "answer";
  const moment = isDone ? Math.floor(at / 1000) * 1000 + 999 : Math.floor(at);
  return moment * SPEAKERS.length + SPEAKERS.indexOf(by);
}

/**
 * What is known once this was said too. Said again, it changes nothing; said in another order, the end is the same.
 */
export function templateTold(life: TemplateLife, told: TemplateTold): TemplateLife {
  const stamp = stampOfTold(told);
  const { status, reason, detail, category, quality, coming, comingAt, content } = told;
  const next = { ...life };
  if (status !== undefined) {
    next.statuses = withWord(life.statuses, status, { value: true, stamp });
    if (reason) next.reasons = withWord(life.reasons, status, { value: reason, stamp });
    if (detail) next.details = withWord(life.details, status, { value: detail, stamp });
  }
  if (category !== undefined) next.categories = withWord(life.categories, category, { value: true, stamp });
  if (quality !== undefined) next.quality = later(life.quality, { value: quality, stamp });
  if (coming !== undefined) next.coming = later(life.coming, { value: coming, stamp });
  if (coming && comingAt) next.comingAt = withWord(life.comingAt, coming, { value: comingAt, stamp });
  if (content !== undefined) next.content = later(life.content, { value: content, stamp });
  return next;
}

const lastOf = (words: Words<unknown>, word: string): number =>
  words.find(([other]) => other === word)?.[1].stamp ?? -1;

function latest(words: Words<true>, place: (word: string) => number): string | null {
  const [first] = words.toSorted(
    ([one, { stamp: at }], [other, { stamp: otherAt }]) =>
      otherAt - at || place(other) - place(one) || byText(other, one),
  );
  return first?.[0] ?? null;
}

/** What was said of a status since any other was: a pause of last month says nothing about today's. */
function since(life: TemplateLife, about: Words<string>, status: string): string | null {
  const said = about.find(([word]) => word === status)?.[1] ?? null;
  const other = Math.max(
    -1,
    ...life.statuses.flatMap(([word, { stamp }]) => (word === status ? [] : [stamp])),
  );
  return said !== null && said.stamp >= other ? said.value : null;
}

/** A category that is announced and has not come since. */
function comingOf({ coming, comingAt, categories }: TemplateLife): TemplateNow["coming"] {
  const category = coming?.value ?? null;
  if (coming === null || category === null || lastOf(categories, category) > coming.stamp) return null;
  return { category, at: comingAt.find(([word]) => word === category)?.[1].value ?? null };
}

/** What holds now. An approved template has no reason to be so. */
export function templateNow(life: TemplateLife): TemplateNow {
  const status = latest(life.statuses, placeOf);
  const category = latest(life.categories, () => 0);
  const hasReason = status !== null && status !== "APPROVED" && status !== "PENDING";
  const coming = comingOf(life);
  return {
    status,
    reason: hasReason ? since(life, life.reasons, status) : null,
    detail: hasReason ? since(life, life.details, status) : null,
    category,
    coming: coming?.category === category ? null : coming,
    // Meta's UNKNOWN says no more than its silence
    quality: life.quality === null || life.quality.value === "UNKNOWN" ? null : life.quality.value,
    content: life.content?.value ?? null,
  };
}

/** Gone for good: it stands in no list, and its name is another template's if it comes again. */
export const isTemplateGone = (status: string | null): boolean => status === "DELETED";
