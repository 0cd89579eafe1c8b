import { matchKey } from "@balcao/core";

/** What a webhook item may call a person by. */
type Ids = { waId: string | null; bsuid: string | null; parentBsuid: string | null };

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
  /** the ids they have from now on, when the item tells of a changed number or user id */
  moved: Ids | null;
  at: number;
};

export type ContactRecord = {
  accountId: string;
  id: string;
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  /** what they write raises nothing, and nothing goes out to them */
  blocked: boolean;
  /** an e-mail is known */
  hasEmail: boolean;
  /** they want no marketing messages */
  noMarketing: boolean;
  noAutomatic: boolean;
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

/** An identity before it is known whose it is. */
export type BroughtIdentity = Omit<IdentityRecord, "contactId">;

/** Identities of some ids, most trustworthy first (wire facts, section 14.3: BSUID, then the exact id, then the match key). */
function identitiesOf(accountId: string, portfolioId: string, ids: Ids): BroughtIdentity[] {
  const list: BroughtIdentity[] = [];
  const { waId, bsuid, parentBsuid } = ids;
  if (bsuid) list.push({ accountId, kind: "bsuid", value: bsuid, portfolioId, matchKey: null });
  if (waId) list.push({ accountId, kind: "phone", value: waId, portfolioId: "", matchKey: matchKey(waId) });
  if (parentBsuid)
    list.push({ accountId, kind: "parent_bsuid", value: parentBsuid, portfolioId, matchKey: null });
  return list;
}

/** The identities that lead to a person, and those they are given beside. */
const bringsOf = (person: WantedContact): { by: BroughtIdentity[]; moved: BroughtIdentity[] } => ({
  by: identitiesOf(person.accountId, person.portfolioId, person),
  moved: person.moved ? identitiesOf(person.accountId, person.portfolioId, person.moved) : [],
});

/** All identities that an item names. */
export function broughtBy(person: WantedContact): BroughtIdentity[] {
  const { by, moved } = bringsOf(person);
  return [...by, ...moved];
}

export const exactKey = (identity: Omit<IdentityRecord, "contactId" | "matchKey">): string =>
  key(identity.accountId, identity.kind, identity.portfolioId, identity.value);

/** All that is known while a batch is matched: the database's rows and what the batch itself has found out. */
class Book {
  readonly #contacts: Map<string, ContactRecord>;
  readonly #exact = new Map<string, IdentityRecord>();
  readonly #byMatch = new Map<string, IdentityRecord>();
  readonly #movedTo = new Map<string, string>();

  constructor(identities: readonly IdentityRecord[], contacts: readonly ContactRecord[]) {
    this.#contacts = new Map(contacts.map((contact) => [key(contact.accountId, contact.id), { ...contact }]));
    for (const identity of identities) this.learn({ ...identity });
  }

  /** Notes whose an identity is, unless it is somebody's already. Answers those that are new. */
  give(identities: readonly BroughtIdentity[], contactId: string): IdentityRecord[] {
    const fresh = identities
      .filter((identity) => !this.#exact.has(exactKey(identity)))
      .map((identity) => ({ ...identity, contactId }));
    for (const identity of fresh) this.learn(identity);
    return fresh;
  }

  learn(identity: IdentityRecord): void {
    this.#exact.set(exactKey(identity), identity);
    if (identity.matchKey === null) return;
    const match = key(identity.accountId, identity.matchKey);
    if (!this.#byMatch.has(match)) this.#byMatch.set(match, identity);
  }

  add(contact: ContactRecord): void {
    this.#contacts.set(key(contact.accountId, contact.id), contact);
  }

  /** The contacts these identities lead to, the oldest first. */
  find(identities: readonly BroughtIdentity[]): ContactRecord[] {
    const found = new Set<ContactRecord>();
    for (const identity of identities) {
      const match = identity.matchKey && this.#byMatch.get(key(identity.accountId, identity.matchKey));
      const hit = this.#exact.get(exactKey(identity)) ?? (match || undefined);
      const contact = hit && this.#contactOf(identity.accountId, hit.contactId);
      if (contact) found.add(contact);
    }
    return [...found].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  merge(loser: ContactRecord, winner: ContactRecord): void {
    this.#movedTo.set(loser.id, winner.id);
    winner.name ??= loser.name;
    winner.phone ??= loser.phone;
    winner.hasEmail ||= loser.hasEmail;
    winner.noMarketing ||= loser.noMarketing;
    winner.noAutomatic ||= loser.noAutomatic;
  }

  /** The id a contact goes by at the end of this batch. */
  idOf(id: string): string {
    let current = id;
    for (let next = this.#movedTo.get(current); next; next = this.#movedTo.get(current)) current = next;
    return current;
  }

  current(contact: ContactRecord): ContactRecord {
    return this.#contactOf(contact.accountId, contact.id) ?? contact;
  }

  #contactOf(accountId: string, id: string): ContactRecord | undefined {
    return this.#contacts.get(key(accountId, this.idOf(id)));
  }
}

const stranger = (person: WantedContact, id: string): ContactRecord => ({
  accountId: person.accountId,
  id,
  name: null,
  profileName: null,
  username: null,
  blocked: false,
  hasEmail: false,
  noMarketing: false,
  noAutomatic: false,
  phone: null,
  createdAt: person.at,
});

/** Takes over what the item says of its person. Answers whether anything is new. */
function refresh(contact: ContactRecord, person: WantedContact): boolean {
  const next = {
    profileName: person.profileName ?? contact.profileName,
    username: person.username ?? contact.username,
    phone: person.moved?.waId
      ? matchKey(person.moved.waId)
      : (contact.phone ?? (person.waId ? matchKey(person.waId) : null)),
  };
  if (
    next.profileName === contact.profileName &&
    next.username === contact.username &&
    next.phone === contact.phone
  )
    return false;
  Object.assign(contact, next);
  return true;
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
  const book = new Book(known, knownContacts);
  const result: MatchResult = { contacts: [], created: [], changed: [], identities: [], merges: [] };
  const touched = new Set<ContactRecord>();
  for (const person of wanted) {
    const { by, moved } = bringsOf(person);
    const [found, ...others] = book.find(by);
    const contact = found ?? stranger(person, newId());
    if (!found) {
      book.add(contact);
      result.created.push(contact);
    }
    for (const other of others) {
      book.merge(other, contact);
      result.merges.push({ accountId: person.accountId, loser: other.id, winner: contact.id });
      touched.add(contact);
    }
    result.identities.push(...book.give(by, contact.id));
    // a new number may be somebody's already: two people are not made one by a notice
    if (book.find(moved).length === 0) result.identities.push(...book.give(moved, contact.id));
    if (refresh(contact, person)) touched.add(contact);
    result.contacts.push(contact);
  }
  return settled(result, book, touched);
}

/** Two people who prove to be one within the batch were never two: only contacts that the database has are merged. */
function settled(result: MatchResult, book: Book, touched: ReadonlySet<ContactRecord>): MatchResult {
  const stays = (contact: ContactRecord): boolean => book.idOf(contact.id) === contact.id;
  const fresh = new Set(result.created.map((contact) => contact.id));
  return {
    contacts: result.contacts.map((contact) => book.current(contact)),
    created: result.created.filter(stays),
    changed: [...touched].filter((contact) => stays(contact) && !fresh.has(contact.id)),
    identities: result.identities.map((identity) => ({
      ...identity,
      contactId: book.idOf(identity.contactId),
    })),
    merges: result.merges
      .filter(({ loser }) => !fresh.has(loser))
      .map((merge) => ({ ...merge, winner: book.idOf(merge.winner) })),
  };
}
