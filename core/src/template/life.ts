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
  /** the category that its words are of, as Meta found without announcing a change */
  detected?: string;
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
  /** when each category was announced first; absent in what an earlier release kept */
  comingSince?: Words<true>;
  /** absent in what an earlier release kept */
  detected?: Said<string> | null;
  quality: Said<string> | null;
  content: Said<TemplateWording> | null;
};

/** A category that it is going to have, or should have. */
export type TemplateComing = {
  category: string;
  /** from when on; null = Meta has not said */
  at: number | null;
  /** since when Meta says so */
  since: number;
  /** `detected`: Meta found the words to be of that category, and has not announced the change */
  by: "announced" | "detected";
};

/** What holds now, of all that Meta has said so far. */
export type TemplateNow = {
  /** null until Meta has said one */
  status: string | null;
  reason: string | null;
  detail: string | null;
  category: string | null;
  coming: TemplateComing | null;
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
  comingSince: [],
  detected: null,
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

/** The first time that a word was said: of an announcement that every list repeats, since when it holds. */
function withFirst(words: Words<true>, word: string, stamp: number): Words<true> {
  const known = words.find(([other]) => other === word)?.[1].stamp ?? Infinity;
  if (known <= stamp) return words;
  return [...words.filter(([other]) => other !== word), [word, { value: true, stamp }] as const].toSorted(
    ([one], [other]) => byText(one, other),
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
  const { status, reason, detail, category, quality, coming, comingAt, detected, content } = told;
  const next = { ...life };
  if (status !== undefined) {
    next.statuses = withWord(life.statuses, status, { value: true, stamp });
    if (reason) next.reasons = withWord(life.reasons, status, { value: reason, stamp });
    if (detail) next.details = withWord(life.details, status, { value: detail, stamp });
  }
  if (category !== undefined) next.categories = withWord(life.categories, category, { value: true, stamp });
  if (quality !== undefined) next.quality = later(life.quality, { value: quality, stamp });
  if (coming !== undefined) next.coming = later(life.coming, { value: coming, stamp });
  if (coming) next.comingSince = withFirst(life.comingSince ?? [], coming, stamp);
  if (detected !== undefined) next.detected = later(life.detected ?? null, { value: detected, stamp });
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

const momentOf = (stamp: number): number => Math.floor(stamp / SPEAKERS.length / 1000) * 1000;

/** A category that is announced and has not come since. */
function announced({ coming, comingAt, comingSince = [], categories }: TemplateLife): TemplateNow["coming"] {
  const category = coming?.value ?? null;
  if (coming === null || category === null || lastOf(categories, category) > coming.stamp) return null;
  const at = comingAt.find(([word]) => word === category)?.[1].value ?? null;
  const first = lastOf(comingSince, category);
  return { category, at, since: momentOf(first === -1 ? coming.stamp : first), by: "announced" };
}

/** What Meta found, until it is of that category or was looked at anew. */
function found({ detected = null, categories, statuses }: TemplateLife): TemplateNow["coming"] {
  if (detected === null) return null;
  const { value: category, stamp } = detected;
  if (lastOf(categories, category) > stamp || lastOf(statuses, "PENDING") > stamp) return null;
  return { category, at: null, since: momentOf(stamp), by: "detected" };
}

/** What holds now. An approved template has no reason to be so. */
export function templateNow(life: TemplateLife): TemplateNow {
  const status = latest(life.statuses, placeOf);
  const category = latest(life.categories, () => 0);
  const hasReason = status !== null && status !== "APPROVED" && status !== "PENDING";
  const coming = announced(life) ?? found(life);
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
