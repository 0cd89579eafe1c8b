import { matchKey } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import {
  insertContacts,
  insertIdentities,
  loadIdentities,
  lockContacts,
  lockNewPeople,
  mergeContact,
  updateContacts,
} from "./contacts.queries.ts";
import { matchContacts, type ContactRecord, type MatchResult, type WantedContact } from "./match.ts";

export type ResolvedPeople = { contacts: ContactRecord[]; merges: MatchResult["merges"] };

const identityKey = (person: WantedContact): string =>
  `${person.accountId}|${person.waId ? matchKey(person.waId) : (person.bsuid ?? "")}`;

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
  let known = await loadIdentities(tx, wanted);
  const knows = new Set(
    known.flatMap((identity) => [
      `${identity.accountId}|${identity.value}`,
      `${identity.accountId}|${identity.matchKey}`,
    ]),
  );
  const strangers = wanted.filter(
    (person) =>
      !(person.waId && knows.has(`${person.accountId}|${matchKey(person.waId)}`)) &&
      !(person.bsuid && knows.has(`${person.accountId}|${person.bsuid}`)),
  );
  if (strangers.length > 0) {
    await lockNewPeople(tx, strangers.map(identityKey));
    known = await loadIdentities(tx, wanted);
  }
  const ids = new Map(
    known.map((identity) => [
      `${identity.accountId}|${identity.contactId}`,
      { accountId: identity.accountId, id: identity.contactId },
    ]),
  );
  const result = matchContacts(wanted, known, await lockContacts(tx, [...ids.values()]), uuidv7);
  await insertContacts(tx, result.created);
  await updateContacts(tx, result.changed);
  for (const merge of result.merges) await mergeContact(tx, merge);
  await insertIdentities(tx, result.identities, now);
  return { contacts: result.contacts, merges: result.merges };
}
