import type { Label } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { deleteLabel, insertLabel, listLabels, updateLabel } from "./labels.queries.ts";

/** Every screen holds all labels of the account. */
const MOST_LABELS = 200;

type Fields = Pick<Label, "name" | "color">;

export const getLabels = (deps: Deps, actor: Actor): Promise<Label[]> =>
  inAccount(deps.app, actor.accountId, (tx) => listLabels(tx, actor.accountId));

/** One change of the account's labels, told to the screens. A name that is taken is a fault of that field. */
async function changed(
  deps: Deps,
  actor: Actor,
  id: string,
  work: (tx: Tx) => Promise<void>,
): Promise<Label | null> {
  const { accountId, agentId } = actor;
  const label = await inAccount(deps.app, accountId, async (tx) => {
    try {
      await work(tx);
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
      throw error;
    }
    await appendEvents(tx, [
      { accountId, type: "label.changed", agentId, at: deps.clock.now(), data: { id } },
    ]);
    return (await listLabels(tx, accountId)).find((entry) => entry.id === id) ?? null;
  });
  deps.wake.signal("events");
  return label;
}

export async function createLabel(deps: Deps, actor: Actor, fields: Fields): Promise<Label> {
  const id = uuidv7();
  const made = await changed(deps, actor, id, async (tx) => {
    if ((await listLabels(tx, actor.accountId)).length >= MOST_LABELS) throw conflict("too_many_labels");
    await insertLabel(tx, actor.accountId, { ...fields, id }, deps.clock.now());
  });
  if (!made) throw notFound();
  return made;
}

/** Changes a label, if it is still the `version` its editor saw. */
export async function saveLabel(
  deps: Deps,
  actor: Actor,
  id: string,
  fields: Fields & { version: number },
): Promise<Label> {
  const saved = await changed(deps, actor, id, async (tx) => {
    if (await updateLabel(tx, actor.accountId, { ...fields, id })) return;
    const current = (await listLabels(tx, actor.accountId)).find((entry) => entry.id === id);
    throw current ? conflict("version_conflict", { current }) : notFound();
  });
  if (!saved) throw notFound();
  return saved;
}

export async function removeLabel(deps: Deps, actor: Actor, id: string): Promise<void> {
  await changed(deps, actor, id, async (tx) => {
    if (!(await deleteLabel(tx, actor.accountId, id))) throw notFound();
  });
}
