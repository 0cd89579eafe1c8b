import { onDelivery, type DeliveryNews, type MessageStatus } from "@balcao/core";
import type { StatusRow } from "./facts.queries.ts";
import type { KnownMessage } from "./load.queries.ts";

/** Messages of a batch as their states change; only the last state of each is written. */
export class Deliveries {
  readonly #byId = new Map<string, KnownMessage>();
  readonly #byWamid = new Map<string, KnownMessage>();
  readonly changed = new Map<string, StatusRow & { message: KnownMessage }>();
  readonly settled: { accountId: string; id: string }[] = [];

  constructor(messages: readonly KnownMessage[]) {
    for (const message of messages) {
      this.#byId.set(message.id, message);
      if (message.wamid !== null) this.learn(message, message.wamid);
    }
  }

  learn(message: KnownMessage, wamid: string): void {
    this.#byWamid.set(`${message.channelId}|${wamid}`, message);
  }

  find(channelId: string, wamid: string | null, id: string | null): KnownMessage | undefined {
    const byId = id === null ? undefined : this.#byId.get(id);
    // an id that came back from outside counts only on the number it was sent from
    if (byId && byId.channelId === channelId) return byId;
    return wamid === null ? undefined : this.#byWamid.get(`${channelId}|${wamid}`);
  }

  apply(
    message: KnownMessage,
    news: DeliveryNews,
    at: number,
    wamid: string | null,
    errorCode: number | null,
    error: unknown,
  ): void {
    const before = message.status;
    const status: MessageStatus = onDelivery(before, news);
    // a doubt about a message that has been heard of already is none
    if (status !== "unknown" && (before === "unknown" || news.type === "unanswered"))
      this.settled.push({ accountId: message.accountId, id: message.id });
    if (status === before && (wamid === null || message.wamid !== null)) return;
    message.status = status;
    message.wamid ??= wamid;
    const failed = status === "failed" || status === "unknown";
    this.changed.set(message.id, {
      accountId: message.accountId,
      id: message.id,
      status,
      at,
      wamid,
      errorCode: failed ? errorCode : null,
      error: failed ? (error ?? null) : null,
      message,
    });
  }
}
