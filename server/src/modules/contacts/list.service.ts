import type { ContactPage, ContactQuery } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { findPeople, listContacts, type WantedPeople } from "./list.queries.ts";

/** Who has what is searched for; null when nothing is. */
export const searched = async (
  deps: Deps,
  actor: Actor,
  query: string | undefined,
): Promise<WantedPeople | null> =>
  query === undefined || query === ""
    ? null
    : deps.system.transaction().execute((tx) => findPeople(tx, actor.accountId, query));

/** Contatos: one page of those this agent may see. */
export async function getContacts(
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  query: ContactQuery,
): Promise<ContactPage> {
  const wanted = await searched(deps, actor, query.q);
  return inAccount(deps.app, actor.accountId, async (tx) =>
    listContacts(tx, actor.accountId, query, {
      visible: door.visible(actor),
      wanted,
      // what a search gathered is few already
      few: wanted?.ids ? null : await door.few(tx, actor),
    }),
  );
}
