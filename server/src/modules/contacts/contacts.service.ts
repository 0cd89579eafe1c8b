import { matchKey } from "@balcao/core";
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

/** `created`: ids of those nobody knew before. `changed`: those that show otherwise now than before, wherever they show. */
export type ResolvedPeople = {
  contacts: ContactRecord[];
  created: ReadonlySet<string>;
  changed: readonly { accountId: string; id: string }[];
  merges: MatchResult["merges"];
};

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

/** A rival may have merged a contact while we waited for its lock; more often than this in a row it is no rival. */
const MOST_LOOKS = 10;

/** Do the identities lead to somebody else by now? Only a merge that is taken back can do that while one waits for the lock. */
async function leadElsewhere(
  tx: Tx,
  brought: readonly BroughtIdentity[],
  known: readonly IdentityRecord[],
  contacts: readonly LockedContact[],
): Promise<boolean> {
  if (!contacts.some(({ wasSplit }) => wasSplit)) return false;
  const before = new Map(known.map((identity) => [exactKey(identity), identity.contactId]));
  const now = await loadIdentities(tx, brought);
  return now.length !== before.size || now.some((one) => before.get(exactKey(one)) !== one.contactId);
}

/** The contacts of identities, locked. */
async function lockedPeople(
  tx: Tx,
  brought: readonly BroughtIdentity[],
): Promise<{ identities: IdentityRecord[]; contacts: LockedContact[] }> {
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const identities = await known(tx, brought);
    const ids = new Map(identities.map(({ accountId, contactId: id }) => [id, { accountId, id }]));
    const contacts = await lockContacts(tx, [...ids.values()]);
    const areCurrent = contacts.every((contact) => contact.mergedInto === null);
    if (areCurrent && !(await leadElsewhere(tx, brought, identities, contacts)))
      return { identities, contacts };
  }
  throw new Error("an identity leads to a contact that was merged into another");
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
  if (wanted.length === 0) return { contacts: [], created: new Set(), changed: [], merges: [] };
  const { identities, contacts } = await lockedPeople(tx, wanted.flatMap(broughtBy));
  const result = matchContacts(wanted, identities, contacts, uuidv7);
  await insertContacts(tx, result.created);
  await updateContacts(tx, result.changed);
  for (const merge of result.merges) await mergeContact(tx, merge);
  await insertIdentities(tx, result.identities, now);
  return {
    contacts: result.contacts,
    created: new Set(result.created.map(({ id }) => id)),
    changed: result.changed.map(({ accountId, id }) => ({ accountId, id })),
    merges: result.merges,
  };
}

/** A contact as it goes by now, locked; null when there is none. */
export async function lockContact(tx: Tx, accountId: string, id: string): Promise<ContactRecord | null> {
  let wanted = id;
  for (let look = 1; look <= MOST_LOOKS; look++) {
    const [contact] = await lockContacts(tx, [{ accountId, id: wanted }]);
    if (!contact) return null;
    if (contact.mergedInto === null) return contact;
    wanted = contact.mergedInto;
  }
  throw new Error("a contact was merged too often to be found");
}

/** More forms of the phones of known contacts, as Graph names them in its answers (wire facts, section 14.1). */
export async function addPhones(
  tx: Tx,
  phones: readonly { accountId: string; contactId: string; waId: string }[],
  now: number,
): Promise<void> {
  const people = await lockContacts(
    tx,
    phones.map(({ accountId, contactId: id }) => ({ accountId, id })),
  );
  const current = new Map(people.map((contact) => [contact.id, contact.mergedInto ?? contact.id]));
  await insertIdentities(
    tx,
    phones.flatMap(({ accountId, contactId, waId }) => {
      const id = current.get(contactId);
      const phone = { accountId, kind: "phone" as const, value: waId, portfolioId: "" };
      return id === undefined ? [] : [{ ...phone, contactId: id, matchKey: matchKey(waId) }];
    }),
    now,
  );
}
