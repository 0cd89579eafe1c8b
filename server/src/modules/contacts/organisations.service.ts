import type { Organisation, OrganisationCreate, OrganisationUpdate } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import {
  findOrganisations,
  insertOrganisation,
  lockOrganisation,
  updateOrganisation,
} from "./organisations.queries.ts";

/** As many as a list to choose from shows. */
const MOST_FOUND = 20;

export const getOrganisations = (deps: Deps, actor: Actor, query: string): Promise<Organisation[]> =>
  inAccount(deps.app, actor.accountId, (tx) => findOrganisations(tx, actor.accountId, query, MOST_FOUND));

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
