import { mergedFacts, unmergedFacts, type MergeFacts } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { lockContacts, mergeContact, updateContacts, type LockedContact } from "./contacts.queries.ts";
import {
  belongingsOf,
  endMerge,
  factsOf,
  giveBack,
  insertMerge,
  setFacts,
  type MergeRecord,
  type Moved,
} from "./merges.queries.ts";

/** Both contacts of a merge, locked; null unless each goes by itself. */
export async function lockBoth(
  tx: Tx,
  accountId: string,
  keptId: string,
  goneId: string,
): Promise<{ kept: LockedContact; gone: LockedContact } | null> {
  const people = await lockContacts(
    tx,
    [keptId, goneId].map((id) => ({ accountId, id })),
  );
  const [kept, gone] = [keptId, goneId].map((id) => people.find((contact) => contact.id === id));
  return kept && gone && kept.mergedInto === null && gone.mergedInto === null ? { kept, gone } : null;
}

/** One locked contact goes into another: identities, notes, values. Answers what moved. */
export async function absorb(
  tx: Tx,
  accountId: string,
  { kept, gone }: { kept: LockedContact; gone: LockedContact },
): Promise<Moved> {
  const before = await factsOf(tx, accountId, kept.id);
  const after = mergedFacts(before, await factsOf(tx, accountId, gone.id));
  const belongings = await belongingsOf(tx, accountId, gone.id);
  await mergeContact(tx, { accountId, loser: gone.id, winner: kept.id });
  const { name, profileName, username, phone } = after;
  await updateContacts(tx, [{ ...kept, name, profileName, username, phone }]);
  return { ...belongings, before, after };
}

/** Merges that were remembered before contacts had labels and e-mails moved none. */
const remembered = (
  facts: Omit<MergeFacts, "labelIds" | "email" | "emailConfirmedAt"> & Partial<MergeFacts>,
): MergeFacts => ({
  labelIds: [],
  email: null,
  emailConfirmedAt: null,
  ...facts,
});

/** Keeps what a merge moved, so that it can be taken back. */
export const rememberMerge = insertMerge;

/**
 * Takes a merge back, of what it moved and the kept contact still has. `keptId`: whom the kept contact goes by now.
 * False when the other one does not go by it any more.
 */
export async function release(
  tx: Tx,
  accountId: string,
  merge: MergeRecord,
  keptId: string,
  by: { agentId: string; now: number },
): Promise<boolean> {
  const people = await lockContacts(
    tx,
    [keptId, merge.goneId].map((id) => ({ accountId, id })),
  );
  const kept = people.find(({ id }) => id === keptId);
  const gone = people.find(({ id }) => id === merge.goneId);
  if (!kept || kept.mergedInto !== null || gone?.mergedInto !== keptId) return false;
  await giveBack(tx, accountId, merge, keptId);
  const { before, after } = merge.moved;
  const facts = unmergedFacts(await factsOf(tx, accountId, keptId), remembered(before), remembered(after));
  await setFacts(tx, accountId, keptId, facts);
  const { name, profileName, username, phone } = facts;
  await updateContacts(tx, [{ ...kept, name, profileName, username, phone }]);
  await endMerge(tx, accountId, merge.id, by.agentId, by.now);
  return true;
}
