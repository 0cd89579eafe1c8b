import type { ContactExportQuery, ContactRow, CustomField, FieldValues, Label } from "@balcao/api";
import { csvLine, separatorIn, type FieldValue } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { listFields } from "../fields/index.ts";
import { listLabels } from "../labels/index.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { listContacts, valuesOf } from "./list.queries.ts";
import { searched } from "./list.service.ts";
import words from "./export-words.json" with { type: "json" };

/** Contacts read with one query: what is in memory at once, and as long as one transaction lasts. */
const PAGE = 500;
const BYTE_ORDER_MARK = "\uFEFF";

type Words = (typeof words)["en"];
type Columns = {
  fields: readonly CustomField[];
  labels: ReadonlyMap<string, Label>;
  words: Words;
  locale: string;
};

/** A value as people of that language write it: what an import of the same language reads again. */
function written(value: FieldValue | undefined, { words: { yes, no }, locale }: Columns): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value !== "number") return value;
  return String(value).includes("e")
    ? String(value)
    : value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 15 });
}

const cellsOf = (contact: ContactRow, values: z.infer<typeof FieldValues>, columns: Columns): string[] => [
  contact.name ?? "",
  contact.phone ?? "",
  contact.email ?? "",
  contact.organisation?.name ?? "",
  contact.labelIds.flatMap((id) => columns.labels.get(id)?.name ?? []).join(", "),
  contact.profileName ?? "",
  contact.username === null ? "" : `@${contact.username}`,
  contact.createdAt,
  ...columns.fields.map(({ id }) => written(values[id], columns)),
];

async function columnsOf(deps: Deps, actor: Actor, locale: "pt-BR" | "en"): Promise<Columns> {
  return inAccount(deps.app, actor.accountId, async (tx) => {
    const fields = (await listFields(tx, actor.accountId)).filter(
      ({ subject, active }) => subject === "contact" && active,
    );
    const labels = new Map((await listLabels(tx, actor.accountId)).map((label) => [label.id, label]));
    return { fields, labels, words: words[locale], locale };
  });
}

/** Who takes the company's contacts out, and which, stands in the log before the first of them leaves. */
async function note(deps: Deps, actor: Actor, { q, label, organisation }: ContactExportQuery): Promise<void> {
  const { accountId, agentId } = actor;
  const data = { searched: q !== undefined, label: label ?? null, organisation: organisation ?? null };
  await inAccount(deps.app, accountId, (tx) =>
    appendEvents(tx, [{ accountId, type: "contact_export.begun", agentId, at: deps.clock.now(), data }]),
  );
}

/**
 * The contacts of a list as a CSV file, page after page: each is read when the one before it has gone out, in a transaction of its own, so
 * whoever comes or changes meanwhile may be in it as they were or as they are.
 */
export async function exportContacts(
  deps: Deps,
  door: ContactDoor,
  actor: Actor,
  query: ContactExportQuery,
): Promise<AsyncGenerator<string>> {
  const columns = await columnsOf(deps, actor, query.locale);
  const wanted = await searched(deps, actor, query.q);
  await note(deps, actor, query);
  const separator = separatorIn(query.locale);
  async function* lines(): AsyncGenerator<string> {
    yield (
      BYTE_ORDER_MARK +
      csvLine([...columns.words.heads, ...columns.fields.map(({ label }) => label)], separator)
    );
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const asked = { ...query, order: "name" as const, direction: "asc" as const, limit: PAGE, cursor };
      const page = await inAccount(deps.app, actor.accountId, async (tx) => {
        const { items, nextCursor } = await listContacts(tx, actor.accountId, asked, {
          visible: door.visible(actor),
          wanted,
          few: null,
        });
        const values = await valuesOf(
          tx,
          actor.accountId,
          items.map(({ id }) => id),
        );
        return { items, nextCursor, values };
      });
      yield page.items
        .map((contact) => csvLine(cellsOf(contact, page.values.get(contact.id) ?? {}, columns), separator))
        .join("");
      cursor = page.nextCursor;
    }
  }
  return lines();
}
