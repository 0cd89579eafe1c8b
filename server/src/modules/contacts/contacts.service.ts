import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import {
  insertContacts,
  insertIdentities,
  loadIdentities,
  lockContacts,
  lockIdentities,
  mergeContact,
  updateContacts,
  type LockedContact,
} from "./contacts.queries.ts";
import {
  broughtBy,
  exactKey,
  matchContacts,
  type BroughtIdentity,
  type ContactRecord,
  type IdentityRecord,
  type MatchResult,
  type WantedContact,
} from "./match.ts";

export type ResolvedPeople = { contacts: ContactRecord[]; merges: MatchResult["merges"] };

/** Both forms of a phone share a lock. */
const lockKey = (identity: BroughtIdentity): string =>
  exactKey({ ...identity, value: identity.matchKey ?? identity.value });

/** What is known of the identities. Those nobody has yet are locked first, and looked at again under the lock. */
async function known(tx: Tx, brought: readonly BroughtIdentity[]): Promise<IdentityRecord[]> {
  const found = await loadIdentities(tx, brought);
  const exact = new Set(found.map(exactKey));
  const unknown = brought.filter((identity) => !exact.has(exactKey(identity)));
  if (unknown.length === 0) return found;
  await lockIdentities(tx, unknown.map(lockKey));
  return loadIdentities(tx, brought);
}

/** The contacts of identities, locked. A rival may have merged one of them while we waited for its lock: then anew. */
async function lockedPeople(
  tx: Tx,
  brought: readonly BroughtIdentity[],
): Promise<{ identities: IdentityRecord[]; contacts: LockedContact[] }> {
  for (;;) {
    const identities = await known(tx, brought);
    const ids = new Map(identities.map(({ accountId, contactId: id }) => [id, { accountId, id }]));
    const contacts = await lockContacts(tx, [...ids.values()]);
    if (contacts.every((contact) => contact.mergedInto === null)) return { identities, contacts };
  }
}

/**
 * The contact of each wanted person (parallel list), found or made, in a handful of statements whatever their number.
 * The contacts are locked until the transaction ends.
 */
export async function resolveContacts(
  tx: Tx,
  wanted: readonly WantedContact[],
  now: number,
): Promise<ResolvedPeople> {
  if (wanted.length === 0) return { contacts: [], merges: [] };
  const { identities, contacts } = await lockedPeople(tx, wanted.flatMap(broughtBy));
  const result = matchContacts(wanted, identities, contacts, uuidv7);
  await insertContacts(tx, result.created);
  await updateContacts(tx, result.changed);
  for (const merge of result.merges) await mergeContact(tx, merge);
  await insertIdentities(tx, result.identities, now);
  return { contacts: result.contacts, merges: result.merges };
}
