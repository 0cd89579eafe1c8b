import { goesUntil, PORTFOLIO_DAY_MS, withinPortfolio } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { postpone, type ClaimedSend } from "./outbox.queries.ts";
import { countedPeople, countPeople, holdPortfolios, portfoliosOf } from "./portfolio.queries.ts";
import { refuse } from "./sender-news.ts";

/** Sends that may go, and which of them are templates to people whose window is closed. */
export type Open = { open: ClaimedSend[]; outside: ReadonlySet<string> };

/** In the place of Meta's details: the portfolio has written to as many people as it may, and this cannot wait for the next to be free. */
const PORTFOLIO_FULL = "portfolio_full";

/**
 * Counts whom these sends reach outside their windows. Those for whom a portfolio has no room any more wait until it has, or are over when
 * they would be stale by then. Answers who may go.
 */
export async function roomFor(tx: Tx, { open, outside }: Open, now: number): Promise<ClaimedSend[]> {
  const asking = open.filter(({ messageId }) => outside.has(messageId));
  if (asking.length === 0) return open;
  await holdPortfolios(tx, asking);
  const portfolios = new Map((await portfoliosOf(tx, asking, now)).map((one) => [one.channelId, one]));
  const counted = await countedPeople(tx, asking, now);
  const waiting = new Map<string, number>();
  const goes: (ClaimedSend & { portfolioId: string })[] = [];
  const own = Map.groupBy(asking, ({ channelId }) => portfolios.get(channelId)?.key ?? "");
  for (const [key, sends] of own) {
    const standing = portfolios.get(sends[0]?.channelId ?? "");
    if (!standing) continue;
    const known = new Set(
      sends.map(({ contactId }) => contactId).filter((id) => counted.has(`${key} ${id}`)),
    );
    const { go, wait } = withinPortfolio(standing, known, sends);
    const { portfolioId, freeAt } = standing;
    goes.push(...go.map((send) => ({ ...send, portfolioId })));
    for (const { messageId } of wait) waiting.set(messageId, freeAt ?? now + PORTFOLIO_DAY_MS);
  }
  await countPeople(tx, goes, now);
  const late = asking.flatMap((send) => {
    const until = waiting.get(send.messageId);
    return until === undefined ? [] : [{ ...send, until }];
  });
  const stale = (send: ClaimedSend & { until: number }): boolean =>
    send.until > goesUntil(send.queuedAt, send.automatic);
  await refuse(
    tx,
    late.filter(stale).map((send) => ({ send, code: null })),
    now,
    PORTFOLIO_FULL,
  );
  await postpone(
    tx,
    late.filter((send) => !stale(send)),
    false,
  );
  return open.filter(({ messageId }) => !waiting.has(messageId));
}
