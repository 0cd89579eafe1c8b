import {
  AUDITED,
  AuditAct,
  type AuditEntry,
  type AuditExportQuery,
  type AuditList,
  type AuditQuery,
} from "@balcao/api";
import { csvLine, separatorIn, momentOf, visible } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { listAgents, listTeams, loadAccount } from "../agents/index.ts";
import { auditRows, type AuditRow, type AuditWindow } from "./audit.queries.ts";
import words from "./export-words.json" with { type: "json" };

const PAGE = 50;
const EXPORT_PAGE = 1000;
const DAY_MS = 86_400_000;
const BYTE_ORDER_MARK = "\uFEFF";
const TYPES = Object.values(AUDITED).flat();
/** Facts that lines may tell of; ids and addresses have places of their own. */
const FACTS = ["by", "from", "to", "cause", "count", "passkey", "what"] as const;

type Filter = Omit<z.infer<typeof AuditQuery>, "cursor">;
type Names = ReadonlyMap<string, string>;

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? visible(String(value)) : null;

/** A line as it is told. What came from outside is in it with nothing unseen. */
function entryOf({ id, at, type, agentId, teamId, data }: AuditRow, names: Names): AuditEntry {
  const person = (who: unknown): AuditEntry["by"] =>
    typeof who === "string" && names.has(who) ? { id: who, name: visible(names.get(who) ?? "") } : null;
  const facts = FACTS.flatMap((name) => {
    const text = textOf(data[name]);
    return text === null ? [] : [[name, text] as const];
  });
  const team = textOf(names.get(teamId ?? ""));
  return {
    id: String(id),
    at: new Date(at).toISOString(),
    act: AuditAct.parse(type),
    by: person(agentId),
    to: data["agentId"] === agentId ? null : person(data["agentId"]),
    address: textOf(data["address"]),
    browser: textOf(data["browser"]),
    system: textOf(data["system"]),
    facts: { ...Object.fromEntries(facts), ...(team === null ? {} : { team }) },
  };
}

/** The days of a filter as moments, in the company's zone. */
async function windowOf(
  tx: Tx,
  accountId: string,
  filter: Filter,
  most: number,
): Promise<AuditWindow & { timeZone: string }> {
  const timeZone = (await loadAccount(tx, accountId))?.timeZone ?? "UTC";
  const { agent = null, act, from, until } = filter;
  return {
    types: act ? [act] : TYPES,
    agent,
    from: from === undefined ? null : momentOf(`${from}T00:00`, timeZone),
    until: until === undefined ? null : momentOf(`${nextDay(until)}T00:00`, timeZone),
    before: null,
    most,
    timeZone,
  };
}

const nextDay = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

const namesOf = async (tx: Tx, accountId: string): Promise<Names> =>
  new Map(
    [...(await listAgents(tx, accountId)), ...(await listTeams(tx, accountId))].map(({ id, name }) => [
      id,
      name,
    ]),
  );

/** A page of the log; a cursor that is none of ours begins anew. */
export const getAudit = (
  deps: Deps,
  { accountId }: Actor,
  { cursor, ...filter }: z.infer<typeof AuditQuery>,
): Promise<AuditList> =>
  inAccount(deps.app, accountId, async (tx) => {
    const window = await windowOf(tx, accountId, filter, PAGE + 1);
    const [, at, id] = /^(-?\d{1,15})\.(\d{1,15})$/u.exec(cursor ?? "") ?? [];
    const before = at !== undefined && id !== undefined ? { at: Number(at), id: Number(id) } : null;
    const rows = await auditRows(tx, accountId, { ...window, before });
    const names = await namesOf(tx, accountId);
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => entryOf(row, names)),
      nextCursor: rows.length > PAGE && last ? `${last.at}.${last.id}` : null,
    };
  });

/** A line of the file. `csvLine` takes the sting out of what a spreadsheet would run. */
function lineOf(entry: AuditEntry, locale: "pt-BR" | "en", timeZone: string): string {
  const { acts, facts } = words[locale];
  const told = Object.entries(entry.facts).map(
    ([name, value]) => `${facts[name as keyof typeof facts] ?? name}: ${value}`,
  );
  const at = new Date(entry.at).toLocaleString(locale, { timeZone, dateStyle: "short", timeStyle: "medium" });
  const device = [entry.browser, entry.system].filter((word) => word !== null).join(", ");
  return csvLine(
    [
      at,
      entry.at,
      acts[entry.act],
      entry.by?.name ?? "",
      entry.to?.name ?? "",
      entry.address ?? "",
      device,
      told.join("; "),
    ],
    separatorIn(locale),
  );
}

/** The log as a CSV file, read page by page as it leaves, each in a transaction of its own. Itself an act that the log keeps. */
export async function exportAudit(
  deps: Deps,
  actor: Actor,
  { locale, ...filter }: z.infer<typeof AuditExportQuery>,
): Promise<{ name: string; lines: AsyncGenerator<string> }> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  await inAccount(deps.app, accountId, (tx) =>
    appendEvents(tx, [{ accountId, type: "security.exported", agentId, at: now, data: { what: "audit" } }]),
  );
  const page = (before: AuditWindow["before"]) =>
    inAccount(deps.app, accountId, async (tx) => {
      const { timeZone, ...window } = await windowOf(tx, accountId, filter, EXPORT_PAGE);
      const rows = await auditRows(tx, accountId, { ...window, before });
      const names = await namesOf(tx, accountId);
      const text = rows.map((row) => lineOf(entryOf(row, names), locale, timeZone)).join("");
      const last = rows.at(-1);
      return { text, next: rows.length < EXPORT_PAGE || !last ? null : { at: last.at, id: last.id } };
    });
  async function* lines(): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLine(words[locale].heads, separatorIn(locale));
    let next: AuditWindow["before"] = null;
    do {
      const { text, next: after }: Awaited<ReturnType<typeof page>> = await page(next);
      if (text !== "") yield text;
      next = after;
    } while (next !== null);
  }
  return { name: `${words[locale].file}-${new Date(now).toISOString().slice(0, 10)}.csv`, lines: lines() };
}
