import {
  importStep,
  matchKey,
  plainCell,
  readImportRow,
  readPhone,
  type ImportChoices,
  type ImportFault,
  type ImportRow,
} from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { listFields } from "../fields/index.ts";
import { holdLabels, listLabels } from "../labels/index.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { resolveContacts } from "./contacts.service.ts";
import type { CsvRecord } from "./csv.reader.ts";
import {
  emailsOf,
  insertFaults,
  resolveOrganisations,
  writeImported,
  type ImportRecord,
  type Taken,
} from "./imports.queries.ts";
import type { ContactRecord, WantedContact } from "./match.ts";

type Line = { line: number; row: ImportRow };
type Fault = ImportFault & { line: number };

const NOTHING_ELSE = {
  portfolioId: "",
  bsuid: null,
  parentBsuid: null,
  username: null,
  profileName: null,
  moved: null,
};

/** What lines may name, held until the end of the transaction. */
async function choicesOf(tx: Tx, { accountId, locale }: ImportRecord): Promise<ImportChoices> {
  const fields = (await listFields(tx, accountId)).filter(
    ({ subject, active }) => subject === "contact" && active,
  );
  const labels = await listLabels(tx, accountId);
  const held = await holdLabels(
    tx,
    accountId,
    labels.map(({ id }) => id),
  );
  return { fields, labels: labels.filter(({ id }) => held.has(id)), locale };
}

/**
 * How many of these records make one batch: up to the second line about one person, which must find what the first one did.
 */
export function batchOf(record: ImportRecord, records: readonly CsvRecord[]): readonly CsvRecord[] {
  const column = record.mapping.indexOf("phone");
  const seen = new Set<string>();
  const end = records.findIndex(({ cells }) => {
    const phone = readPhone(plainCell(cells[column] ?? "").trim());
    if (phone === null) return false;
    const isSecond = seen.has(matchKey(phone));
    seen.add(matchKey(phone));
    return isSecond;
  });
  return end === -1 ? records : records.slice(0, end);
}

function read(
  record: ImportRecord,
  records: readonly CsvRecord[],
  choices: ImportChoices,
): { lines: Line[]; faults: Fault[] } {
  const lines: Line[] = [];
  const faults: Fault[] = [];
  for (const { cells, line } of records) {
    const { row, faults: wrong } = readImportRow(cells, record.mapping, choices);
    if (wrong.length > 0) faults.push(...wrong.map((fault) => ({ line, ...fault })));
    else lines.push({ line, row });
  }
  return { lines, faults };
}

/** Tells screens of a batch: the conversations of whom it changed, and lists of contacts once. */
async function tell(
  tx: Tx,
  door: ContactDoor,
  record: ImportRecord,
  changed: { contacts: readonly string[]; organisations: boolean },
  now: number,
): Promise<void> {
  const { accountId, agentId, id } = record;
  await door.tellAll(tx, { accountId, agentId }, changed.contacts, now);
  const by = { accountId, agentId, at: now, data: { importId: id } };
  await appendEvents(tx, [
    { ...by, type: "contact_list.imported" },
    ...(changed.organisations ? [{ ...by, type: "organisation.imported" }] : []),
  ]);
}

type Step = Line & { contact: ContactRecord; step: ReturnType<typeof importStep> };

/** What is done with each line, its person found, or made, and locked. */
async function stepsOf(
  tx: Tx,
  { accountId, existing }: ImportRecord,
  lines: readonly Line[],
  now: number,
): Promise<Step[]> {
  const wanted = lines.map(({ row }): WantedContact => ({
    accountId,
    waId: row.phone,
    ...NOTHING_ELSE,
    at: now,
  }));
  const { contacts, created } = await resolveContacts(tx, wanted, now);
  const emails = await emailsOf(
    tx,
    accountId,
    contacts.map(({ id }) => id),
  );
  return lines.map((line, index) => {
    const contact = contacts[index];
    if (!contact) throw new Error("a phone leads to a contact");
    const known = created.has(contact.id) ? null : (emails.get(contact.id) ?? null);
    return { ...line, contact, step: importStep(known, line.row, existing) };
  });
}

/** Writes what the lines say, and tells of it. */
async function take(
  tx: Tx,
  door: ContactDoor,
  record: ImportRecord,
  steps: readonly Step[],
  now: number,
): Promise<void> {
  if (steps.length === 0) return;
  const names = steps.flatMap(({ row }) => row.organisation ?? []);
  const organisations = await resolveOrganisations(tx, record.accountId, names, now);
  const taken = steps.map(({ contact, row }): Taken => {
    const organisationId = row.organisation && organisations.ids.get(row.organisation);
    return { contact, row, organisationId: organisationId ?? null };
  });
  await writeImported(tx, record.accountId, taken);
  const contacts = steps.flatMap(({ step, contact }) => (step === "update" ? contact.id : []));
  await tell(tx, door, record, { contacts, organisations: organisations.made }, now);
}

/**
 * Takes a batch of records in, in the caller's transaction, and answers how far the import is then. Contacts are found by phone, with or
 * without the ninth digit, and locked as the lanes lock them; all is written in a handful of statements.
 */
export async function takeBatch(
  tx: Tx,
  door: ContactDoor,
  record: ImportRecord,
  records: readonly CsvRecord[],
  now: number,
): Promise<ImportRecord> {
  const { lines, faults } = read(record, records, await choicesOf(tx, record));
  const steps = await stepsOf(tx, record, lines, now);
  await take(
    tx,
    door,
    record,
    steps.filter(({ step }) => step === "create" || step === "update"),
    now,
  );
  for (const { line, step } of steps) if (typeof step === "object") faults.push({ line, ...step.fault });
  await insertFaults(tx, record, faults);
  const count = (name: string): number => steps.filter(({ step }) => step === name).length;
  return {
    ...record,
    records: record.records + records.length,
    bytes: records.at(-1)?.bytes ?? record.bytes,
    created: record.created + count("create"),
    updated: record.updated + count("update"),
    skipped: record.skipped + count("skip"),
    refused: record.refused + new Set(faults.map(({ line }) => line)).size,
    attempts: 0,
  };
}
