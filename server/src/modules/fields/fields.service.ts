import type { CustomField, CustomFieldCreate, CustomFieldUpdate } from "@balcao/api";
import { fieldFaults } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { insertField, listFields, lockField, orderFields, updateField } from "./fields.queries.ts";

/** Every open contact or ticket shows all of its kind. */
const MOST_FIELDS = 50;

export const getFields = (deps: Deps, actor: Actor): Promise<CustomField[]> =>
  inAccount(deps.app, actor.accountId, (tx) => listFields(tx, actor.accountId));

/** One change of the definitions, told to the screens; answers them all. A label that is taken is a fault of that field. */
async function change(
  deps: Deps,
  actor: Actor,
  work: (tx: Tx, fields: readonly CustomField[]) => Promise<void>,
): Promise<CustomField[]> {
  const { accountId, agentId } = actor;
  try {
    const fields = await inAccount(deps.app, accountId, async (tx) => {
      await work(tx, await listFields(tx, accountId));
      await appendEvents(tx, [{ accountId, type: "field.changed", agentId, at: deps.clock.now() }]);
      return listFields(tx, accountId);
    });
    deps.wake.signal("events");
    return fields;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "label", code: "taken" }]);
    throw error;
  }
}

type Definition = Pick<CustomField, "label" | "options" | "requiredOnClose">;

/** Only tickets are closed. */
function checked<T extends Definition>(
  field: T,
  { kind, subject }: Pick<CustomField, "kind" | "subject">,
): T {
  const requiredOnClose = subject === "ticket" && field.requiredOnClose;
  const options = kind === "list" ? field.options : [];
  const faults = fieldFaults({ ...field, options, kind });
  if (faults.length > 0) throw invalid(faults);
  return { ...field, options, requiredOnClose };
}

const one = (fields: readonly CustomField[], id: string): CustomField => {
  const field = fields.find((entry) => entry.id === id);
  if (!field) throw notFound();
  return field;
};

export async function createField(deps: Deps, actor: Actor, body: CustomFieldCreate): Promise<CustomField> {
  const id = uuidv7();
  const fields = await change(deps, actor, async (tx, known) => {
    if (known.filter(({ subject }) => subject === body.subject).length >= MOST_FIELDS)
      throw conflict("too_many_fields");
    await insertField(tx, actor.accountId, { ...checked(body, body), id }, deps.clock.now());
  });
  return one(fields, id);
}

/** Changes a definition, if it is still the `version` its editor saw. */
export async function saveField(
  deps: Deps,
  actor: Actor,
  id: string,
  body: CustomFieldUpdate,
): Promise<CustomField> {
  const fields = await change(deps, actor, async (tx) => {
    const current = await lockField(tx, actor.accountId, id);
    if (!current) throw notFound();
    if (current.version !== body.version) throw conflict("version_conflict", { current });
    await updateField(tx, actor.accountId, { ...checked(body, current), id });
  });
  return one(fields, id);
}

/** All fields of a subject, as they shall stand; somebody else may have added one meanwhile. */
export const arrangeFields = (
  deps: Deps,
  actor: Actor,
  body: { subject: CustomField["subject"]; ids: string[] },
): Promise<CustomField[]> =>
  change(deps, actor, async (tx, known) => {
    const ids = new Set(known.flatMap(({ id, subject }) => (subject === body.subject ? [id] : [])));
    const wanted = new Set(body.ids);
    if (body.ids.length !== wanted.size || wanted.symmetricDifference(ids).size > 0)
      throw conflict("version_conflict", { current: known });
    await orderFields(tx, actor.accountId, body.subject, body.ids);
  });
