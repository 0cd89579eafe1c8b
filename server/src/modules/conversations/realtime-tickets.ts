import type { RealtimeChange, TicketRow } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { TailEvent } from "./tail.queries.ts";

/** A text as a list of it, anything else as an empty one. */
export const textsOf = (value: unknown): string[] => (typeof value === "string" ? [value] : []);

/** A ticket that events speak of, as it is now, and who had it before or has it after. */
export type TicketTouched = {
  row: TicketRow;
  json: string;
  maySee: (actor: Actor) => boolean;
  teams: ReadonlySet<string>;
  agents: ReadonlySet<string>;
  alarms: { json: string; called: ReadonlySet<string> }[];
};

/** What the stream must be told of tickets, by the module that has them. */
export type TicketNews = {
  rows(tx: Tx, accountId: string, ids: readonly string[]): Promise<TicketRow[]>;
  maySee(actor: Actor, row: TicketRow): boolean;
};
const ALARMS: Readonly<Record<string, "warned" | "breached">> = {
  "ticket.sla_warned": "warned",
  "ticket.sla_breached": "breached",
};

/** What calls people to a ticket: its clock. */
function alarmOf({ number, title }: TicketRow, { id, type, at, data }: TailEvent): TicketTouched["alarms"] {
  const alarm = ALARMS[type];
  const { target, called } = data;
  if (!alarm || (target !== "firstAnswer" && target !== "solution") || !Array.isArray(called)) return [];
  const told: RealtimeChange = {
    type: "ticket-alarm",
    id: String(id),
    at: new Date(at).toISOString(),
    number,
    title,
    alarm,
    target,
  };
  return [{ json: JSON.stringify(told), called: new Set(called.flatMap(textsOf)) }];
}

/** Tickets that events speak of. Each names the teams and agents that had it before or have it after, whatever happened. */
export async function ticketsOf(
  tx: Tx,
  accountId: string,
  events: readonly TailEvent[],
  news: TicketNews,
): Promise<TicketTouched[]> {
  const byTicket = Map.groupBy(
    events.filter(({ ticketId }) => ticketId !== null),
    ({ ticketId }) => ticketId ?? "",
  );
  if (byTicket.size === 0) return [];
  const rows = await news.rows(tx, accountId, [...byTicket.keys()]);
  return rows.map((row) => {
    const named = (name: string): Set<string> =>
      new Set(
        (byTicket.get(row.id) ?? []).flatMap(({ data }) =>
          Array.isArray(data[name]) ? data[name].flatMap(textsOf) : [],
        ),
      );
    const json = JSON.stringify({ type: "ticket", row } satisfies RealtimeChange);
    const maySee = (actor: Actor): boolean => news.maySee(actor, row);
    const alarms = (byTicket.get(row.id) ?? []).flatMap((event) => alarmOf(row, event));
    return { row, json, maySee, teams: named("teams"), agents: named("agents"), alarms };
  });
}

/** What one agent hears of tickets: as they are now, or that they went; and that what else is shown of tickets is to be asked again. */
export function ticketChangesFor(actor: Actor, tickets: readonly TicketTouched[]): string[] {
  const changes = tickets.flatMap(({ row, json, maySee, teams, agents, alarms }) => {
    const own = alarms.filter(({ called }) => called.has(actor.agentId)).map((alarm) => alarm.json);
    if (maySee(actor)) return [json, ...own];
    const couldSeeIt = agents.has(actor.agentId) || actor.teamIds.some((id) => teams.has(id));
    return couldSeeIt
      ? [JSON.stringify({ type: "ticket-gone", ticketId: row.id } satisfies RealtimeChange)]
      : [];
  });
  return changes.length === 0
    ? []
    : [...changes, JSON.stringify({ type: "refetch", what: "tickets" } satisfies RealtimeChange)];
}
