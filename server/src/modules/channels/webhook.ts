import { parseDelivery, type Fact } from "@balcao/whatsapp";
import { sqlState, type Db } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { insertDeliveries, type NewDelivery } from "./inbox.queries.ts";
import type { NewFact } from "./lane-facts.ts";

/** Deliveries larger than this are stored raw and read by the lane's owner (architecture, section 8). */
export const LARGE_DELIVERY_BYTES = 64 * 1024;

/** A number as the receiver needs it. */
export type ReceivingChannel = { accountId: string; id: string; lane: number; phoneNumberId: string };

/** A delivery as it arrives, with its facts. */
export function deliveryOf(
  channel: ReceivingChannel,
  siblings: ReadonlyMap<string, ReceivingChannel>,
  body: Buffer,
  now: number,
): NewDelivery {
  const delivery = { id: uuidv7(), body, receivedAt: now };
  const { accountId, id: channelId } = channel;
  return { accountId, channelId, ...delivery, ...factsOfDelivery(channel, siblings, delivery) };
}

/**
 * The facts of a delivery, each in the lane of the number it speaks of. Items for another number go there only when that
 * number belongs to the same account (`siblings`); otherwise they stay with the channel that was addressed. `error`: why it
 * could not be read.
 */
export function factsOfDelivery(
  channel: ReceivingChannel,
  siblings: ReadonlyMap<string, ReceivingChannel>,
  { id, body, receivedAt }: { id: string; body: Buffer; receivedAt: number },
): { facts: NewFact[]; error: string | null } {
  const fact = (target: ReceivingChannel, content: NewFact["body"]): NewFact => ({
    accountId: target.accountId,
    channelId: target.id,
    lane: target.lane,
    deliveryId: id,
    body: content,
    receivedAt,
  });
  if (body.length > LARGE_DELIVERY_BYTES) return { facts: [fact(channel, { kind: "explode" })], error: null };
  const parsed = parseDelivery(body);
  if (!parsed.ok) return { facts: [], error: parsed.reason };
  const facts = parsed.facts.map((item) => {
    const target = (item.phoneNumberId === null ? undefined : siblings.get(item.phoneNumberId)) ?? channel;
    return fact(target, slim(item));
  });
  return { facts, error: null };
}

/** Meta's JSON stays in the delivery; a fact carries it again only where the screen must show what we did not understand. */
export function slim(fact: Fact): Fact {
  if (fact.kind === "status") return { ...fact, raw: null };
  if ((fact.kind === "message" || fact.kind === "echo") && fact.content.type !== "unsupported")
    return { ...fact, raw: null };
  return fact;
}

const GATHER_MS = 2;
const GATHER_MOST = 500;

type Waiting = { delivery: NewDelivery; done: () => void; failed: (error: unknown) => void };

/**
 * Concurrent requests share a commit: those that arrive while one is being written, or within a few milliseconds, go
 * together in the next. `keep` resolves when the delivery is durable and rejects when it is not, so that Meta sends it again.
 */
export function deliveryKeeper(
  db: Db,
  committed: () => void,
): { keep(delivery: NewDelivery): Promise<void> } {
  let waiting: Waiting[] = [];
  let writing = 0;
  let timer: NodeJS.Timeout | null = null;

  const write = async (group: Waiting[]): Promise<void> => {
    try {
      await insertDeliveries(
        db,
        group.map((entry) => entry.delivery),
      );
      for (const entry of group) entry.done();
      committed();
    } catch (error) {
      const refused = /^2[23]/.test(sqlState(error) ?? "");
      // one delivery that the database refuses must not fail its neighbours; a database that is away fails them all, at once
      if (refused && group.length > 1) for (const entry of group) await write([entry]);
      else for (const entry of group) entry.failed(error);
    }
  };
  const flush = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0 || writing >= 2) return;
    const group = waiting.slice(0, GATHER_MOST);
    waiting = waiting.slice(GATHER_MOST);
    writing++;
    void write(group).finally(() => {
      writing--;
      flush();
    });
  };
  return {
    keep(delivery) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ delivery, done: resolve, failed: reject });
        if (waiting.length >= GATHER_MOST) flush();
        else timer ??= setTimeout(flush, GATHER_MS);
      });
    },
  };
}
