import type * as Bulk from "../../../server/src/platform/bulk.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { MessageRow } from "../rows.ts";
import type { Row, Table } from "../table.ts";
import type { Session } from "../store.ts";

type Given = Readonly<Record<string, unknown>>;

function value(given: unknown, type: string | undefined): unknown {
  if (given === null || given === undefined) return null;
  if (type === "timestamptz") {
    if (given === "infinity") return Infinity;
    return given === "-infinity" ? -Infinity : Date.parse(String(given));
  }
  return type === "json" || type === "jsonb" ? JSON.parse(JSON.stringify(given)) : given;
}

const rowOf = (columns: Readonly<Record<string, string>>, given: Given): Row =>
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, value(given[name], type)]));

const tableOf = (at: Session, name: string): Table | null =>
  (at.tables as unknown as Record<string, Table>)[name] ?? null;

/** ON CONFLICT DO NOTHING. */
const STAYS = new Set(["parked_status", "contact_identity", "dead_wamid", "template"]);
/** The ON CONFLICT DO UPDATE of each table that has one: what the row that is there becomes; null = its WHERE lets it be. */
const CONFLICTS: Readonly<Record<string, (before: Row, next: Row) => Partial<Row> | null>> = {
  timer: (_, next) => ({ due_at: next["due_at"] }),
  send_pace: (_, next) => ({ tokens: next["tokens"], at: next["at"] }),
  reaction: (before, next) =>
    Number(before["at"]) <= Number(next["at"])
      ? { emoji: next["emoji"], confirmed: next["confirmed"], at: next["at"] }
      : null,
  conversation_counter: (before, next) => ({
    conversations: Number(before["conversations"]) + Number(next["conversations"]),
    unread: Number(before["unread"]) + Number(next["unread"]),
  }),
};

/** What PostgreSQL itself gives a row. */
function born(at: Session, table: Table, row: Row): Row {
  if (table.name === "fact") return { ...row, id: at.store.nextOfSequence() };
  if (table.name === "event")
    return { ...row, id: at.store.nextOfSequence(), txid: at.store.xidOf(at.tx), created_at: at.begun };
  if (table.name === "media") return { next_attempt_at: at.begun, ...row };
  return row;
}

/** A message with this in it is refused by the database whoever writes it, as text that it cannot keep would be. */
export const POISON = "\u2620";

function put(at: Session, table: Table, given: Row): void {
  if (table.name === "message" && String(given["text"] ?? "").includes(POISON))
    throw Object.assign(new Error("invalid byte sequence"), { code: "22021" });
  // the bug's message is kept once, and answered as often as it comes
  const isKnown = (row: MessageRow): boolean =>
    (row.wamid !== null && row.wamid === given["wamid"] && row.channel_id === given["channel_id"]) ||
    row.id === given["id"];
  if (planted(10) && table.name === "message" && at.all(at.tables.message, isKnown).length > 0) return;
  const row = born(at, table, given);
  const key = table.keyOf({ ...table.defaults, ...row });
  if (STAYS.has(table.name)) return void at.insert(table, row, true);
  const conflict = CONFLICTS[table.name];
  if (!conflict) return void at.insert(table, row);
  at.lock(table, key);
  const before = at.find(table, key);
  if (!before) return void at.insert(table, row);
  const changes = conflict(before, row);
  if (changes) at.update(table, before, changes);
}

export const bulk: Modelled<typeof Bulk> = {
  bulkInsert(at, name, columns, rows) {
    const table = tableOf(at, name);
    // what nobody in the simulation reads again is not kept
    if (table) for (const given of rows) put(at, table, rowOf(columns, given));
  },
  bulkUpdate(at, name, key, columns, rows) {
    const table = tableOf(at, name);
    if (!table) return;
    for (const given of rows) {
      const row = rowOf(columns, given);
      const found = at.all(table, (one) => key.every((column) => one[column] === row[column]));
      for (const one of found) at.update(table, one, row);
    }
  },
};
