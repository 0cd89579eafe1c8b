import type { TemplateTold } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { templateNews, type HandledFact } from "../channels/index.ts";
import { findNamed, type NameTold, type TemplateName } from "./life.queries.ts";
import { DISPUTE_MS, tellTemplates } from "./tell.ts";
import { loadSyncs, makeDue } from "./templates.queries.ts";

/** A status, a category or a quality is told by value; anything else (its text, a template that is new) is read at Meta. */
const IS_READ_AGAIN = "message_template_components_update";

async function readAgain(tx: Tx, accountId: string, wabaId: string | null, at: number): Promise<void> {
  const syncs = await loadSyncs(tx, accountId);
  const wabas = syncs.map((sync) => ({ accountId, wabaId: sync.wabaId }));
  const named = wabas.filter((waba) => waba.wabaId === wabaId);
  await makeDue(tx, named.length > 0 ? named : wabas, at);
}

type News = NonNullable<ReturnType<typeof templateNews>>;

/** What is not told is left out: it stays as it was. */
function toldBy(news: News, at: number): TemplateTold {
  const { status, reason, detail, category, quality, coming, comingAt, detected } = news;
  return {
    at,
    by: "webhook",
    ...(status === null ? {} : { status, reason, detail }),
    ...(category === null ? {} : { category }),
    ...(quality === null ? {} : { quality }),
    ...(coming === null ? {} : { coming, comingAt }),
    ...(detected === null ? {} : { detected }),
  };
}

type Heard = NameTold & { told: TemplateTold; isRead: boolean };
type Named = Heard & { found: (TemplateName & { wabaId: string }) | null; isNew: boolean };

function heardIn(facts: readonly HandledFact[]): Heard[] {
  return facts.flatMap(({ accountId, receivedAt, body }) => {
    const news = body.kind === "notice" ? templateNews(body) : null;
    if (body.kind !== "notice" || news === null) return [];
    const { id: metaId, name, language } = news;
    const told = toldBy(news, body.at ?? receivedAt);
    const isRead = body.field === IS_READ_AGAIN;
    return [{ accountId, wabaId: body.wabaId, metaId, name, language, told, isRead }];
  });
}

/** In one order, so that two batches never wait for each other. */
function byWaba<T extends { accountId: string; wabaId: string | null }>(all: readonly T[]): [T, T[]][] {
  const groups = Map.groupBy(all, ({ accountId, wabaId }) => `${accountId} ${wabaId}`);
  return [...groups]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, those]) => those.slice(0, 1).map((first): [T, T[]] => [first, those]));
}

/** Which templates they are about: those that are known, or new ones, when a webhook of them names all that names one. */
async function named(tx: Tx, heard: readonly Heard[]): Promise<Named[]> {
  const known = await findNamed(tx, heard);
  const fresh: (TemplateName & { accountId: string; wabaId: string })[] = [];
  const isIt = (one: Heard) => (other: (typeof fresh)[number]) =>
    other.accountId === one.accountId &&
    (one.wabaId === null || other.wabaId === one.wabaId) &&
    (one.metaId === null
      ? other.name === one.name && other.language === one.language
      : other.metaId === one.metaId);
  return heard.map((one, place) => {
    const before = known[place] ?? fresh.find(isIt(one)) ?? null;
    if (before) return { ...one, found: before, isNew: false };
    const { accountId, wabaId, metaId, name, language } = one;
    if (wabaId === null || metaId === null || name === null || language === null)
      return { ...one, found: null, isNew: true };
    const found = { accountId, wabaId, metaId, name, language };
    fresh.push(found);
    return { ...one, found, isNew: true };
  });
}

/**
 * What Meta said of templates, among the facts of a batch, in its transaction. Notices of other fields are left alone; those of a
 * template that is new here, or that contradict what is known, have the list read again. Answers the accounts whose templates differ
 * now. A notice counts from Meta's own time (`entry.time`), and without one from when it came.
 */
export async function applyTemplateNotices(
  tx: Tx,
  facts: readonly HandledFact[],
  now: number,
): Promise<string[]> {
  const heard = heardIn(facts);
  if (heard.length === 0) return [];
  const all = await named(tx, heard);
  const changed = new Set<string>();
  const told = all.flatMap(({ found, ...one }) => (found ? [{ ...one, ...found }] : []));
  for (const [waba, those] of byWaba(told)) {
    const outcome = await tellTemplates(tx, waba, those, now);
    if (outcome.isDisputed) await readAgain(tx, waba.accountId, waba.wabaId, now + DISPUTE_MS);
    if (outcome.changed > 0) changed.add(waba.accountId);
  }
  for (const [{ accountId, wabaId }] of byWaba(all.filter(({ isNew, isRead }) => isNew || isRead)))
    await readAgain(tx, accountId, wabaId, now);
  return [...changed];
}
