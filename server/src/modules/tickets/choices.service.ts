import type { TicketChoices, TicketStatusUpdate } from "@balcao/api";
import { categoryPlaceFault, missingStages, type TicketStage } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import {
  insertCategory,
  insertStatus,
  insertType,
  loadChoices,
  lockChoices,
  orderChoices,
  updateChoice,
  type ChoiceList,
} from "./choices.queries.ts";
import { wakeTickets } from "./sla.queries.ts";

/** Every screen holds all of them. */
const MOST: Record<ChoiceList, number> = { status: 50, category: 500, type: 50 };
const LISTS = { status: "statuses", category: "categories", type: "types" } as const;

export const getChoices = (deps: Deps, actor: Actor): Promise<TicketChoices> =>
  inAccount(deps.app, actor.accountId, (tx) => loadChoices(tx, actor.accountId));

/** One change of a list, judged by all that stands in it and told to the screens. A name that is taken is a fault of that field. */
async function change(
  deps: Deps,
  actor: Actor,
  list: ChoiceList,
  work: (tx: Tx, known: TicketChoices) => Promise<void>,
): Promise<TicketChoices> {
  const { accountId, agentId } = actor;
  try {
    const choices = await inAccount(deps.app, accountId, async (tx) => {
      await lockChoices(tx, accountId, list);
      await work(tx, await loadChoices(tx, accountId));
      const at = deps.clock.now();
      await appendEvents(tx, [
        { accountId, type: "ticket_choice.changed", agentId, at, data: { what: list } },
      ]);
      return loadChoices(tx, accountId);
    });
    deps.wake.signal("events");
    return choices;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
    throw error;
  }
}

const put = (
  deps: Deps,
  actor: Actor,
  list: ChoiceList,
  insert: (tx: Tx, place: { accountId: string; id: string; now: number }) => Promise<void>,
  judge: (known: TicketChoices) => void = () => undefined,
): Promise<TicketChoices> =>
  change(deps, actor, list, async (tx, known) => {
    if (known[LISTS[list]].length >= MOST[list]) throw conflict("too_many_choices");
    judge(known);
    await insert(tx, { accountId: actor.accountId, id: uuidv7(), now: deps.clock.now() });
  });

type NewCategory = { name: string; parentId: string | null };

function judgePlace(known: TicketChoices, id: string | null, parentId: string | null): void {
  const fault = categoryPlaceFault(known.categories, id, parentId);
  if (fault) throw invalid([{ path: "parentId", code: fault }]);
}

export const createStatus = (
  deps: Deps,
  actor: Actor,
  status: { name: string; color: string; stage: TicketStage },
): Promise<TicketChoices> => put(deps, actor, "status", (tx, place) => insertStatus(tx, place, status));

export const createCategory = (deps: Deps, actor: Actor, category: NewCategory): Promise<TicketChoices> =>
  put(
    deps,
    actor,
    "category",
    (tx, place) => insertCategory(tx, place, category),
    (known) => judgePlace(known, null, category.parentId),
  );

export const createType = (deps: Deps, actor: Actor, type: { name: string }): Promise<TicketChoices> =>
  put(deps, actor, "type", (tx, place) => insertType(tx, place, type));

/** The one an editor saw, if it is still that version. */
function seen<T extends { id: string; version: number }>(
  known: readonly T[],
  id: string,
  version: number,
): T {
  const current = known.find((choice) => choice.id === id);
  if (!current) throw notFound();
  if (current.version !== version) throw conflict("version_conflict", { current });
  return current;
}

/** The last active status of a stage in which tickets begin or end stays active. */
export const saveStatus = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...body }: z.infer<typeof TicketStatusUpdate>,
): Promise<TicketChoices> =>
  change(deps, actor, "status", async (tx, { statuses }) => {
    seen(statuses, id, version);
    const { active } = body;
    const after = statuses.map((status) => (status.id === id ? { ...status, active } : status));
    if (missingStages(after).length > 0) throw conflict("last_status");
    await updateChoice(tx, actor.accountId, "status", id, body);
  });

export const saveCategory = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...body }: NewCategory & { active: boolean; version: number },
): Promise<TicketChoices> =>
  change(deps, actor, "category", async (tx, known) => {
    const { parentId } = seen(known.categories, id, version);
    judgePlace(known, id, body.parentId);
    await updateChoice(tx, actor.accountId, "category", id, body);
    // a policy for a category means what is below it, too
    if (body.parentId !== parentId) await wakeTickets(tx, actor.accountId, deps.clock.now());
  });

export const saveType = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...body }: { name: string; active: boolean; version: number },
): Promise<TicketChoices> =>
  change(deps, actor, "type", async (tx, { types }) => {
    seen(types, id, version);
    await updateChoice(tx, actor.accountId, "type", id, body);
  });

/** The ids that stand together with the first of these: a whole list, or all children of one category. */
function siblings(known: TicketChoices, list: ChoiceList, first: string | undefined): string[] {
  if (list !== "category") return known[LISTS[list]].map(({ id }) => id);
  const parent = known.categories.find(({ id }) => id === first);
  return known.categories.flatMap(({ id, parentId }) => (parentId === parent?.parentId ? [id] : []));
}

/** All that stand together, as they shall stand; somebody else may have added one meanwhile. */
export const arrangeChoices = (
  deps: Deps,
  actor: Actor,
  list: ChoiceList,
  ids: readonly string[],
): Promise<TicketChoices> =>
  change(deps, actor, list, async (tx, known) => {
    const wanted = new Set(ids);
    const there = new Set(siblings(known, list, ids[0]));
    if (ids.length !== wanted.size || wanted.symmetricDifference(there).size > 0)
      throw conflict("version_conflict", { current: known[LISTS[list]] });
    await orderChoices(tx, actor.accountId, list, ids);
  });
