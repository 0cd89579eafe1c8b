import type { SaveContact, SavedContact } from "@balcao/api";
import { formatPhone, readPhone } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { invalid } from "../../platform/problem.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { renameContact } from "./contacts.queries.ts";
import { resolveContacts } from "./contacts.service.ts";
import { loadFacts } from "./details.queries.ts";

const NOTHING_ELSE = {
  portfolioId: "",
  bsuid: null,
  parentBsuid: null,
  username: null,
  profileName: null,
  moved: null,
};

/** The contact of a phone as screens name it. */
async function cardOf(
  tx: Tx,
  accountId: string,
  { id, phone, blocked }: { id: string; phone: string | null; blocked: boolean },
): Promise<SavedContact["contact"]> {
  const facts = await loadFacts(tx, accountId, id);
  if (!facts) throw new Error(`contact ${id} is locked, and not there`);
  const { name, agentName, profileName, username } = facts;
  return {
    id,
    name: name ?? agentName,
    profileName,
    username,
    phone: phone === null ? null : formatPhone(phone),
    blocked,
  };
}

async function save(
  tx: Tx,
  door: ContactDoor,
  actor: Actor,
  wanted: { waId: string; name: string },
  now: number,
): Promise<SavedContact> {
  const { accountId } = actor;
  const people = await resolveContacts(tx, [{ accountId, waId: wanted.waId, ...NOTHING_ELSE, at: now }], now);
  const [contact] = people.contacts;
  if (!contact) throw new Error("a phone leads to a contact");
  const isNew = people.created.has(contact.id);
  // whose conversations are all others' is told as there, and no more: neither shown nor named by who may not see it
  if (!isNew && (await door.sight(tx, actor, contact.id)) === "others")
    return { outcome: "known", contact: null };
  const isNameless = contact.name === null;
  if (isNameless) {
    await renameContact(tx, accountId, contact.id, wanted.name);
    await door.tell(tx, actor, contact.id, now);
  }
  return {
    outcome: isNew ? "created" : isNameless ? "completed" : "known",
    contact: await cardOf(tx, accountId, contact),
  };
}

/**
 * Salvar contato: makes the contact of a phone, with or without the ninth digit, or registers the name of the one that is there and has
 * none. A registered name stays. The same once more finds it known.
 */
export async function saveContact(
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  { phone, name }: SaveContact,
): Promise<SavedContact> {
  const waId = readPhone(phone);
  if (waId === null) throw invalid([{ path: "phone", code: "not_a_phone" }]);
  const saved = await inAccount(deps.app, actor.accountId, (tx) =>
    save(tx, door, actor, { waId, name }, deps.clock.now()),
  );
  deps.wake.signal("events");
  return saved;
}
