import type {
  Organisation,
  OrganisationCreate,
  OrganisationDelete,
  OrganisationPage,
  OrganisationQuery,
  OrganisationRow,
  OrganisationUpdate,
} from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { afterDeadlocks, inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import type { ContactDoor } from "./contacts.door.ts";
import {
  countMembers,
  deleteOrganisation,
  findOrganisation,
  holdOrganisation,
  insertOrganisation,
  listOrganisations,
  lockOrganisation,
  moveMembers,
  updateOrganisation,
} from "./organisations.queries.ts";

/** One page of organisations, each with how many of its contacts this agent may see. */
export const getOrganisations = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  query: OrganisationQuery,
): Promise<OrganisationPage> =>
  inAccount(deps.app, actor.accountId, (tx) =>
    listOrganisations(tx, actor.accountId, query, door.visible(actor)),
  );

export const getOrganisation = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
): Promise<OrganisationRow> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const organisation = await findOrganisation(tx, actor.accountId, id, door.visible(actor));
    if (!organisation) throw notFound();
    return organisation;
  });

/** One change of an organisation, told to the screens. A name that is taken is a fault of that field. */
async function change(
  deps: Deps,
  actor: Actor,
  id: string,
  work: (tx: Tx) => Promise<void>,
): Promise<Organisation> {
  const { accountId, agentId } = actor;
  try {
    const organisation = await inAccount(deps.app, accountId, async (tx) => {
      await work(tx);
      await appendEvents(tx, [
        { accountId, type: "organisation.changed", agentId, at: deps.clock.now(), data: { id } },
      ]);
      return lockOrganisation(tx, accountId, id);
    });
    if (!organisation) throw notFound();
    deps.wake.signal("events");
    return organisation;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
    throw error;
  }
}

export function createOrganisation(
  deps: Deps,
  actor: Actor,
  fields: OrganisationCreate,
): Promise<Organisation> {
  const id = uuidv7();
  return change(deps, actor, id, (tx) =>
    insertOrganisation(tx, actor.accountId, id, fields, deps.clock.now()),
  );
}

/** Changes an organisation, if it is still the `version` its editor saw. */
export const saveOrganisation = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...fields }: OrganisationUpdate,
): Promise<Organisation> =>
  change(deps, actor, id, async (tx) => {
    const current = await lockOrganisation(tx, actor.accountId, id);
    if (!current) throw notFound();
    if (current.version !== version) throw conflict("version_conflict", { current });
    await updateOrganisation(tx, actor.accountId, id, fields);
  });

/**
 * Deletes an organisation, if it is still the `version` who deletes it saw. Where it has contacts, what becomes of them must be said. All
 * of its contacts move, those that the deleter's screen did not show included: whoever comes in meanwhile waits for its row.
 */
export async function removeOrganisation(
  deps: Deps,
  actor: Actor,
  id: string,
  { version, moveTo }: OrganisationDelete,
): Promise<void> {
  const { accountId, agentId } = actor;
  const remove = async (tx: Tx): Promise<void> => {
    const current = await lockOrganisation(tx, accountId, id);
    if (!current) throw notFound();
    if (current.version !== version) throw conflict("version_conflict", { current });
    const contacts = await countMembers(tx, accountId, id);
    if (contacts > 0 && moveTo === undefined) throw conflict("organisation_in_use", { contacts });
    const to = moveTo ?? null;
    if (to !== null && (to === id || !(await holdOrganisation(tx, accountId, to))))
      throw invalid([{ path: "moveTo", code: "unknown_organisation" }]);
    await moveMembers(tx, accountId, id, to);
    await deleteOrganisation(tx, accountId, id);
    const at = deps.clock.now();
    await appendEvents(tx, [
      { accountId, type: "organisation.deleted", agentId, at, data: { id, contacts, movedTo: to } },
    ]);
  };
  // a merge, a lane or an import holds contacts before it puts one into the organisation whose row we hold
  await afterDeadlocks(() => inAccount(deps.app, accountId, remove));
  deps.wake.signal("events");
}
