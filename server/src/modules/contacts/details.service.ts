import type { ContactDetails } from "@balcao/api";
import {
  checkFieldValue,
  formatPhone,
  isEmail,
  MERGE_UNDO_MS,
  standingChoice,
  type ChoiceKind,
  type FieldValue,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { lockField } from "../fields/index.ts";
import { holdLabels } from "../labels/index.ts";
import { blocksOf } from "./blocks.queries.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { mayDeleteNote, mayEditNote, mayUndoMerge, seesUserIds } from "./contacts.policy.ts";
import { renameContact } from "./contacts.queries.ts";
import { lockContact } from "./contacts.service.ts";
import {
  changeLabels,
  changeNote,
  identitiesOf,
  insertNote,
  listNotes,
  loadFacts,
  lockNote,
  setOrganisation,
  setValue,
  type ContactFacts,
} from "./details.queries.ts";
import { setEmail } from "./emails.queries.ts";
import { choicesOf } from "./marketing.queries.ts";
import { mergesInto } from "./merges.queries.ts";
import { holdOrganisation } from "./organisations.queries.ts";

/** How many notes are shown with a contact. */
const MOST_NOTES = 50;

type Phones = ContactDetails["phones"];

/** Numbers as people read them, each with the forms it is known in. */
function phonesOf(identities: Awaited<ReturnType<typeof identitiesOf>>): Phones {
  const forms = new Map<string, string[]>();
  for (const { kind, value, matchKey } of identities)
    if (kind === "phone" && matchKey !== null) forms.set(matchKey, [...(forms.get(matchKey) ?? []), value]);
  return [...forms].map(([key, known]) => ({ phone: formatPhone(key), forms: known }));
}

/** What counts of a person's choices of a kind. */
async function choiceOf(
  tx: Tx,
  accountId: string,
  id: string,
  kind: ChoiceKind,
): Promise<ContactDetails["marketing"]> {
  const { own, noted } = await choicesOf(tx, accountId, id, kind);
  const choice = standingChoice(own, noted);
  return choice && { ...choice, at: new Date(choice.at).toISOString() };
}

async function detailsOf(tx: Tx, actor: Actor, id: string, now: number): Promise<ContactDetails> {
  const { accountId } = actor;
  const facts = await loadFacts(tx, accountId, id);
  if (!facts) throw notFound();
  const { createdAt, ...shown } = facts;
  const identities = await identitiesOf(tx, accountId, id);
  return {
    ...shown,
    firstSeenAt: new Date(createdAt).toISOString(),
    phones: phonesOf(identities),
    userIds: seesUserIds(actor)
      ? identities.flatMap(({ kind, value }) => (kind === "phone" ? [] : [value]))
      : null,
    marketing: await choiceOf(tx, accountId, id, "marketing"),
    automatic: await choiceOf(tx, accountId, id, "automatic"),
    blocks: await blocksOf(tx, accountId, id),
    notes: await listNotes(tx, accountId, id, MOST_NOTES),
    merges: (await mergesInto(tx, accountId, id, now - MERGE_UNDO_MS)).map((merge) => ({
      ...merge,
      at: new Date(merge.at).toISOString(),
      canUndo: mayUndoMerge(actor, merge),
    })),
  };
}

/** All that is known of a contact this agent may see. */
export const getContact = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
): Promise<ContactDetails> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    if (!(await door.sees(tx, actor, id))) throw notFound();
    return detailsOf(tx, actor, id, deps.clock.now());
  });

/** One change of a contact this agent may see: locked, done, told. `work` answers whether there was anything to do. */
export async function change(
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  work: (tx: Tx, facts: ContactFacts, now: number) => Promise<boolean>,
): Promise<ContactDetails> {
  const { accountId } = actor;
  const details = await inAccount(deps.app, accountId, async (tx) => {
    const contact = await lockContact(tx, accountId, id);
    if (contact?.id !== id || !(await door.sees(tx, actor, id))) throw notFound();
    const facts = await loadFacts(tx, accountId, id);
    if (!facts) throw notFound();
    const now = deps.clock.now();
    if (await work(tx, facts, now)) await door.tell(tx, actor, id, now);
    return detailsOf(tx, actor, id, now);
  });
  deps.wake.signal("events");
  return details;
}

/** Registers the name of a contact, or takes it away (null or blank). */
export const nameContact = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  name: string | null,
): Promise<ContactDetails> =>
  change(deps, door, actor, id, (tx) => renameContact(tx, actor.accountId, id, name === "" ? null : name));

/** What the editor saw must be what is there; else the value as it is now is in the refusal. What is so already stays. */
function mustBe<T>(current: T, was: T, wanted: T): boolean {
  if (current === wanted) return false;
  if (current !== was) throw conflict("version_conflict", { current });
  return true;
}

/** Sets one custom field of a contact, or takes its value away. */
export const setFieldValue = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  body: { fieldId: string; value: FieldValue | null; was: FieldValue | null },
): Promise<ContactDetails> =>
  change(deps, door, actor, id, async (tx, facts) => {
    const field = await lockField(tx, actor.accountId, body.fieldId);
    if (!field?.active || field.subject !== "contact")
      throw invalid([{ path: "fieldId", code: "unknown_field" }]);
    const checked = checkFieldValue(field, body.value);
    if (!checked.ok) throw invalid([{ path: "value", code: checked.code }]);
    if (!mustBe(facts.fields[field.id] ?? null, body.was, checked.value)) return false;
    await setValue(tx, actor.accountId, id, field.id, checked.value);
    return true;
  });

/** Writes a contact's e-mail address, or takes it away. It may be another's, too: a mailbox of a company is. */
export const writeEmail = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  { address, was }: { address: string | null; was: string | null },
): Promise<ContactDetails> =>
  change(deps, door, actor, id, async (tx, facts) => {
    if (address !== null && !isEmail(address)) throw invalid([{ path: "address", code: "not_an_email" }]);
    if (!mustBe(facts.email?.address ?? null, was, address)) return false;
    await setEmail(tx, actor.accountId, id, address);
    return true;
  });

/** Puts a contact into an organisation, or out of any. */
export const putInOrganisation = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  { organisationId, was }: { organisationId: string | null; was: string | null },
): Promise<ContactDetails> =>
  change(deps, door, actor, id, async (tx, facts) => {
    if (organisationId !== null && !(await holdOrganisation(tx, actor.accountId, organisationId)))
      throw invalid([{ path: "organisationId", code: "unknown_organisation" }]);
    if (!mustBe(facts.organisation?.id ?? null, was, organisationId)) return false;
    await setOrganisation(tx, actor.accountId, id, organisationId);
    return true;
  });

/** Puts labels on a contact and takes others off, whichever it has already. */
export const labelContact = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  changes: { add: readonly string[]; remove: readonly string[] },
): Promise<ContactDetails> =>
  change(deps, door, actor, id, async (tx) => {
    const known = await holdLabels(tx, actor.accountId, changes.add);
    if (changes.add.some((wanted) => !known.has(wanted)))
      throw invalid([{ path: "add", code: "unknown_label" }]);
    return changeLabels(tx, actor.accountId, id, changes);
  });

/** Writes a note about the customer. The same key again writes no second one. */
export const addContactNote = (
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  id: string,
  { key, text }: { key: string; text: string },
): Promise<ContactDetails> =>
  change(deps, door, actor, id, (tx, _facts, now) => {
    const note = { id: uuidv7(), contactId: id, agentId: actor.agentId, key, text };
    return insertNote(tx, actor.accountId, note, now);
  });

/** Changes a note's text, or deletes it (null). What is so already stays as it is. */
export async function reviseContactNote(
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  noteId: string,
  text: string | null,
): Promise<ContactDetails> {
  const { accountId } = actor;
  const about = await inAccount(deps.app, accountId, (tx) => lockNote(tx, accountId, noteId));
  if (!about) throw notFound();
  return change(deps, door, actor, about.contactId, async (tx, _facts, now) => {
    // under the contact's lock: it may have gone to another contact meanwhile
    const note = await lockNote(tx, accountId, noteId);
    if (note?.contactId !== about.contactId) throw notFound();
    if (text === null ? !mayDeleteNote(actor, note) : !mayEditNote(actor, note))
      throw new ProblemError(403, "forbidden");
    if (note.text === text) return false;
    await changeNote(tx, accountId, noteId, text, now);
    return true;
  });
}
