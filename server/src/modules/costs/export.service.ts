import type { CostExportQuery } from "@balcao/api";
import { csvLine, linesOf, separatorIn } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { listTeams } from "../agents/index.ts";
import { numberNames } from "../channels/index.ts";
import words from "./export-words.json" with { type: "json" };
import { monthRange, monthsTo } from "./months.ts";
import { timeZoneOf } from "./report.service.ts";
import { settingOf } from "./settings.service.ts";
import { loadUsage } from "./usage.queries.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const MICROS = 1_000_000;
/** Meta's word as people say it; one that nobody here knows as it came. */
const said = (known: Readonly<Record<string, string>>, word: string): string => known[word] ?? word;
type Names = ReadonlyMap<string, string>;
const namesOf = (all: readonly { id: string; name: string }[]): Names =>
  new Map(all.map(({ id, name }) => [id, name]));

/** A month's lines, by number, team, type and category. */
async function monthLines(
  deps: Deps,
  actor: Actor,
  month: string,
  locale: CostExportQuery["locale"],
): Promise<string> {
  const { accountId } = actor;
  const { categories, types } = words[locale];
  const separator = separatorIn(locale);
  return inAccount(deps.app, accountId, async (tx) => {
    const { from, until } = monthRange(month, 0, "UTC");
    const usage = await loadUsage(tx, accountId, { from, until });
    const { currency, rates } = await settingOf(tx, accountId);
    const numbers = namesOf(await numberNames(tx, accountId));
    const teams = namesOf(await listTeams(tx, accountId));
    const nameOf = (names: Names, id: string): string => names.get(id) ?? id;
    const shown = (value: number): string =>
      value.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 6 });
    const groups = [...Map.groupBy(usage, ({ channelId, teamId }) => `${channelId} ${teamId}`)].map(
      ([, own]) => ({
        number: nameOf(numbers, own[0]?.channelId ?? ""),
        team: nameOf(teams, own[0]?.teamId ?? ""),
        lines: linesOf(own, rates),
      }),
    );
    const order = new Intl.Collator(locale);
    return groups
      .toSorted((a, b) => order.compare(a.number, b.number) || order.compare(a.team, b.team))
      .flatMap(({ number, team, lines }) =>
        lines.map(({ type, category, count, micros, unpriced }) =>
          csvLine(
            [
              month,
              number,
              team,
              said(categories, category),
              said(types, type),
              shown(count),
              shown(micros / MICROS),
              currency,
              shown(unpriced),
            ],
            separator,
          ),
        ),
      )
      .join("");
  });
}

/**
 * The meter as a CSV file, month after month up to the one that is asked for (else the one that is now): each is read when the one before it
 * has gone out, in a transaction of its own.
 */
export async function exportCosts(
  deps: Deps,
  actor: Actor,
  { month, months, locale }: CostExportQuery,
): Promise<{ name: string; lines: AsyncGenerator<string> }> {
  const timeZone = await inAccount(deps.app, actor.accountId, (tx) => timeZoneOf(tx, actor.accountId));
  await inAccount(deps.app, actor.accountId, (tx) =>
    appendEvents(tx, [
      {
        accountId: actor.accountId,
        type: "security.exported",
        agentId: actor.agentId,
        at: deps.clock.now(),
        data: { what: "costs" },
      },
    ]),
  );
  const { month: last } = monthRange(month ?? null, deps.clock.now(), timeZone);
  const all = monthsTo(last, months);
  async function* lines(): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLine(words[locale].heads, separatorIn(locale));
    for (const one of all) yield await monthLines(deps, actor, one, locale);
  }
  const span = all.length > 1 ? `${all[0]}-${last}` : last;
  return { name: `${words[locale].file}-${span}.csv`, lines: lines() };
}
