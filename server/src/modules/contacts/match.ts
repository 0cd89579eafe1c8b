import { matchKey } from "@balcao/core";

/** A person as one webhook item names them. */
export type WantedContact = {
  accountId: string;
  /** BSUIDs are scoped to a business portfolio */
  portfolioId: string;
  waId: string | null;
  bsuid: string | null;
  parentBsuid: string | null;
  username: string | null;
  profileName: string | null;
  at: number;
};

export type ContactRecord = {
  accountId: string;
  id: string;
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  createdAt: number;
};

export type IdentityRecord = {
  accountId: string;
  kind: "phone" | "bsuid" | "parent_bsuid";
  value: string;
  portfolioId: string;
  contactId: string;
  matchKey: string | null;
};

/** What matching decided; rows are written by the caller. */
export type MatchResult = {
  /** parallel to the wanted list */
  contacts: ContactRecord[];
  created: ContactRecord[];
  changed: ContactRecord[];
  identities: IdentityRecord[];
  /** two contacts turned out to be one person: `loser` disappears into `winner` */
  merges: { accountId: string; loser: string; winner: string }[];
};

const key = (...parts: string[]): string => parts.join("|");

/** The identities a person brings, most trustworthy first (wire facts, section 14.3: BSUID, then the exact id, then the match key). */
function identitiesOf(wanted: WantedContact): Omit<IdentityRecord, "contactId">[] {
  const list: Omit<IdentityRecord, "contactId">[] = [];
  const { accountId, portfolioId } = wanted;
  if (wanted.bsuid) list.push({ accountId, kind: "bsuid", value: wanted.bsuid, portfolioId, matchKey: null });
  if (wanted.waId)
    list.push({
      accountId,
      kind: "phone",
      value: wanted.waId,
      portfolioId: "",
      matchKey: matchKey(wanted.waId),
    });
  if (wanted.parentBsuid)
    list.push({ accountId, kind: "parent_bsuid", value: wanted.parentBsuid, portfolioId, matchKey: null });
  return list;
}

/**
 * Finds or makes the contact of each wanted person. `known` and `knownContacts` hold all that the database has for their
 * identities and match keys. The same person seen by phone (12 or 13 digits), by BSUID, or both is one contact.
 */
export function matchContacts(
  wanted: readonly WantedContact[],
  known: readonly IdentityRecord[],
  knownContacts: readonly ContactRecord[],
  newId: () => string,
): MatchResult {
  const contacts = new Map(
    knownContacts.map((contact) => [key(contact.accountId, contact.id), { ...contact }]),
  );
  const exact = new Map<string, IdentityRecord>();
  const byMatch = new Map<string, IdentityRecord>();
  const learn = (identity: IdentityRecord): void => {
    exact.set(key(identity.accountId, identity.kind, identity.portfolioId, identity.value), identity);
    if (identity.matchKey && !byMatch.has(key(identity.accountId, identity.matchKey)))
      byMatch.set(key(identity.accountId, identity.matchKey), identity);
  };
  for (const identity of known) learn({ ...identity });
  const result: MatchResult = { contacts: [], created: [], changed: [], identities: [], merges: [] };
  const movedTo = new Map<string, string>();
  const contactOf = (accountId: string, id: string): ContactRecord | undefined => {
    let current = id;
    for (let next = movedTo.get(current); next; next = movedTo.get(current)) current = next;
    return contacts.get(key(accountId, current));
  };
  const touched = new Set<ContactRecord>();

  for (const person of wanted) {
    const brought = identitiesOf(person);
    const found: ContactRecord[] = [];
    for (const identity of brought) {
      const hit =
        exact.get(key(identity.accountId, identity.kind, identity.portfolioId, identity.value)) ??
        (identity.matchKey ? byMatch.get(key(identity.accountId, identity.matchKey)) : undefined);
      const contact = hit && contactOf(person.accountId, hit.contactId);
      if (contact && !found.includes(contact)) found.push(contact);
    }
    let contact = found.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))[0];
    for (const other of found.slice(1)) {
      if (!contact) break;
      result.merges.push({ accountId: person.accountId, loser: other.id, winner: contact.id });
      movedTo.set(other.id, contact.id);
      contact.name ??= other.name;
      contact.phone ??= other.phone;
      touched.add(contact);
    }
    if (!contact) {
      contact = {
        accountId: person.accountId,
        id: newId(),
        name: null,
        profileName: null,
        username: null,
        phone: null,
        createdAt: person.at,
      };
      contacts.set(key(person.accountId, contact.id), contact);
      result.created.push(contact);
    }
    for (const identity of brought) {
      if (exact.has(key(identity.accountId, identity.kind, identity.portfolioId, identity.value))) continue;
      const record = { ...identity, contactId: contact.id };
      learn(record);
      result.identities.push(record);
    }
    const next = {
      profileName: person.profileName ?? contact.profileName,
      username: person.username ?? contact.username,
      phone: contact.phone ?? (person.waId ? matchKey(person.waId) : null),
    };
    if (
      next.profileName !== contact.profileName ||
      next.username !== contact.username ||
      next.phone !== contact.phone
    ) {
      Object.assign(contact, next);
      touched.add(contact);
    }
    result.contacts.push(contact);
  }
  const fresh = new Set(result.created);
  result.changed = [...touched].filter((contact) => !fresh.has(contact));
  return result;
}
