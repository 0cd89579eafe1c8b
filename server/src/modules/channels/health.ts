import { numberNews, type NoticeFact } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents, type NewEvent } from "../../platform/events.ts";
import { beginTrouble, endTroubles, numbersMeant, saveFacts } from "./health.queries.ts";
import type { HandledFact } from "./lane-facts.ts";
import { pauseChannel, resumeAfter } from "./pace.queries.ts";

/** Meta's code for an account that is disabled: what its webhook says and what a send would be told are one state. */
const DISABLED = 131031;

async function applyOne(tx: Tx, accountId: string, notice: NoticeFact, now: number): Promise<NewEvent[]> {
  const at = notice.at ?? now;
  const news = numberNews(notice, at);
  if (news === null) return [];
  const events: NewEvent[] = [];
  for (const number of await numbersMeant(tx, accountId, news)) {
    const { channelId } = number;
    const tell = (type: string, data: Record<string, unknown>): void =>
      void events.push({ accountId, type, at: now, data: { channelId, ...data } });
    await saveFacts(tx, number, news.facts, at);
    for (const trouble of news.begins) {
      const { kind, cause, severity } = trouble;
      if (await beginTrouble(tx, number, trouble, at))
        tell("channel.trouble_began", { kind, cause, severity });
      const stops = kind === "ban" && cause === "DISABLE";
      if (stops && (await pauseChannel(tx, accountId, channelId, DISABLED, now)))
        tell("channel.paused", { code: DISABLED });
    }
    for (const end of news.ends)
      for (const ended of await endTroubles(tx, number, end, at)) {
        tell("channel.trouble_ended", ended);
        const freed = ended.kind === "ban" && (await resumeAfter(tx, accountId, channelId, DISABLED, now));
        if (freed) tell("channel.resumed", {});
      }
  }
  return events;
}

/**
 * What Meta said of our numbers among the facts of a batch (quality, name, limits, alerts, restrictions, bans, partings), in its transaction: kept by
 * number, each news once, whatever the order in which it comes.
 */
export async function applyNumberNotices(tx: Tx, facts: readonly HandledFact[], now: number): Promise<void> {
  const events: NewEvent[] = [];
  for (const { accountId, body } of facts)
    if (body.kind === "notice") events.push(...(await applyOne(tx, accountId, body, now)));
  await appendEvents(tx, events);
}
