import type { BotReport, BotReportQuery } from "@balcao/api";
import type { z } from "zod";
import type { Tx } from "../../platform/database.ts";
import { invalid } from "../../platform/problem.ts";
import { iso } from "./bot.view.ts";
import { countActs, spanOf, unmatchedTexts } from "./report.queries.ts";

const MOST_TEXTS = 100;
const DAY_MS = 86_400_000;
/** A year, and a leap day. */
const MOST_DAYS = 366;

/** Relatórios > Bot: what each version did in these local days, and what nothing answered. */
export async function reportBot(
  tx: Tx,
  accountId: string,
  { from, to }: z.infer<typeof BotReportQuery>,
): Promise<BotReport> {
  // years that both calendars can tell
  if (from < "2000") throw invalid([{ path: "from", code: "invalid" }]);
  if (to > "3000") throw invalid([{ path: "to", code: "invalid" }]);
  if (to < from) throw invalid([{ path: "to", code: "ends_before_begin" }]);
  if (Date.parse(to) - Date.parse(from) >= MOST_DAYS * DAY_MS)
    throw invalid([{ path: "to", code: "period_too_long" }]);
  const span = await spanOf(tx, accountId, from, to);
  const unmatched = await unmatchedTexts(tx, accountId, span, MOST_TEXTS);
  return {
    versions: await countActs(tx, accountId, span),
    unmatched: unmatched.map((text) => ({ ...text, lastAt: iso(text.lastAt) })),
  };
}
