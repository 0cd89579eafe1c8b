import { setImmediate } from "node:timers/promises";
import {
  templateNow,
  templateTold,
  type TemplateLife,
  type TemplateNow,
  type TemplateTold,
} from "@balcao/core";
import type { ListedTemplate, TemplateList } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import {
  addTemplates,
  lockLives,
  saveLives,
  type LivingTemplate,
  type TemplateName,
} from "./life.queries.ts";
import type { Waba } from "./templates.queries.ts";

export type NamedTold = TemplateName & { told: TemplateTold };
type Changed = Pick<LivingTemplate, "id" | "name" | "language"> & {
  life: TemplateLife;
  before: TemplateNow;
  now: TemplateNow;
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What differs to who looks at it, or sends it; a template that is new is one that nothing was known of. */
async function write(tx: Tx, waba: Waba, changed: readonly Changed[], at: number): Promise<number> {
  await saveLives(tx, waba.accountId, changed, at);
  const seen = changed.filter(({ before, now }) => before.status !== null && !isSame(before, now));
  await appendEvents(
    tx,
    seen.map(({ id: templateId, before, now }) => ({
      accountId: waba.accountId,
      type: "template.changed",
      at,
      data: { templateId, wabaId: waba.wabaId, status: now.status, before: before.status },
    })),
  );
  return seen.length;
}

/** Lives that are told on at once: of a full account's 6,000 templates all would hold up every request of the node. */
const AT_ONCE = 500;

async function changesOf(
  living: readonly LivingTemplate[],
  told: (one: LivingTemplate) => TemplateTold[],
): Promise<Changed[]> {
  const changed: Changed[] = [];
  for (const [index, one] of living.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const { id, name, language, life } = one;
    const after = told(one).reduce(templateTold, life);
    if (!isSame(life, after))
      changed.push({ id, name, language, life: after, before: templateNow(life), now: templateNow(after) });
  }
  return changed;
}

/**
 * A dispute is read at Meta this long after (milliseconds): two things of one second are told apart by a list of a later second only,
 * and one that is asked for within it would settle nothing.
 */
export const DISPUTE_MS = 2_000;

/** Is a state among these words, one after the other, older than what was known by then, and another? */
function contradicts(before: TemplateLife, told: readonly TemplateTold[]): boolean {
  let life = before;
  return told.some((one) => {
    life = templateTold(life, one);
    return one.status !== undefined && templateNow(life).status !== one.status;
  });
}

/**
 * Writes down what Meta said of templates of a business account, whatever came before it. Answers how many that were known differ
 * now, and which are newer here than what was said: Meta's clock or ours is not right then, and a list has to settle it.
 */
export async function tellTemplates(
  tx: Tx,
  waba: Waba,
  all: readonly NamedTold[],
  at: number,
): Promise<{ changed: number; isDisputed: boolean }> {
  if (all.length === 0) return { changed: 0, isDisputed: false };
  await addTemplates(tx, waba, all, at);
  const byId = Map.groupBy(all, ({ metaId }) => metaId);
  const living = await lockLives(tx, waba, [...byId.keys()]);
  const told = ({ metaId }: LivingTemplate): TemplateTold[] =>
    (byId.get(metaId) ?? []).map((one) => one.told);
  const changes = await changesOf(living, told);
  const isDisputed = living.some((one) => contradicts(one.life, told(one)));
  return { changed: await write(tx, waba, changes, at), isDisputed };
}

const listed = ({ at, ...template }: ListedTemplate, askedAt: number): TemplateTold => {
  const { status, reason, category, quality, coming, parameterFormat, components } = template;
  return {
    at: at ?? askedAt,
    by: "list",
    status,
    reason,
    category,
    coming,
    content: { parameterFormat, components },
    ...(quality === null ? {} : { quality }),
  };
};

/**
 * Writes down Meta's whole list of a business account: what stands in it, and what does not and is gone. `askedAt`: our own time of the
 * question, for answers that do not say theirs. What webhooks told of later moments stays.
 */
export async function tellList(
  tx: Tx,
  waba: Waba,
  list: Extract<TemplateList, { kind: "listed" }>,
  moment: { askedAt: number; now: number },
): Promise<void> {
  const { askedAt, now } = moment;
  // one may stand twice in a list that changed between two pages
  const byId = new Map(list.templates.map((template) => [template.id, template]));
  await addTemplates(
    tx,
    waba,
    [...byId.values()].map(({ id, name, language }) => ({ metaId: id, name, language })),
    now,
  );
  const absent: TemplateTold = { at: list.at ?? askedAt, by: "absence", status: "DELETED" };
  const changes = await changesOf(await lockLives(tx, waba, null), ({ metaId }) => {
    const found = byId.get(metaId);
    return [found ? listed(found, askedAt) : absent];
  });
  await write(tx, waba, changes, now);
}
