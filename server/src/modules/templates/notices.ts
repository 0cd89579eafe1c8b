import type { TemplateTold } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { templateNews, type HandledFact } from "../channels/index.ts";
import { findNamed, type TemplateName } from "./life.queries.ts";
import { tellTemplates } from "./tell.ts";
import { loadSyncs, makeDue } from "./templates.queries.ts";

/** A status, a category or a quality is told by value; anything else (its text, a template that is new) is read at Meta. */
const IS_READ_AGAIN = "message_template_components_update";

async function readAgain(tx: Tx, accountId: string, wabaId: string | null, now: number): Promise<void> {
  const syncs = await loadSyncs(tx, accountId);
  const wabas = syncs.map((sync) => ({ accountId, wabaId: sync.wabaId }));
  const named = wabas.filter((waba) => waba.wabaId === wabaId);
  await makeDue(tx, named.length > 0 ? named : wabas, now);
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

/** Which template it is about: one that is known, or a new one, when the webhook names all that names one. */
async function nameOf(
  tx: Tx,
  accountId: string,
  wabaId: string | null,
  { id: metaId, name, language }: News,
): Promise<{ isKnown: boolean; wabaId: string; name: TemplateName } | null> {
  const known = await findNamed(tx, accountId, { wabaId, metaId, name, language });
  if (known) return { isKnown: true, wabaId: known.wabaId, name: known };
  if (wabaId === null || metaId === null || name === null || language === null) return null;
  return { isKnown: false, wabaId, name: { metaId, name, language } };
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
  const changed = new Set<string>();
  for (const { accountId, receivedAt, body } of facts) {
    const news = body.kind === "notice" ? templateNews(body) : null;
    if (body.kind !== "notice" || news === null) continue;
    const found = await nameOf(tx, accountId, body.wabaId, news);
    const told = toldBy(news, body.at ?? receivedAt);
    const outcome = found
      ? await tellTemplates(tx, { accountId, wabaId: found.wabaId }, [{ ...found.name, told }], now)
      : null;
    if (!found?.isKnown || outcome?.isDisputed || body.field === IS_READ_AGAIN)
      await readAgain(tx, accountId, body.wabaId, now);
    if (outcome && outcome.changed > 0) changed.add(accountId);
  }
  return [...changed];
}
