import { onDelivery, type DeliveryNews, type MessageStatus } from "@balcao/core";
import type { StatusFact } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { OUR_CHECK, settleUnknown, type HandledFact, type SendNews } from "../channels/index.ts";
import { addPhones } from "../contacts/index.ts";
import { noteCharges, type PricedStatus } from "../costs/index.ts";
import {
  contactsOfMessages,
  parkStatuses,
  unparkStatuses,
  updateStatuses,
  type ParkedStatus,
  type StatusRow,
} from "./facts.queries.ts";
import { noteOptOuts, type Refused } from "./facts.people.ts";
import { handleReactionNews, type ReactionNews } from "./facts.reactions.ts";
import { findMessages, type KnownMessage } from "./load.queries.ts";

type SendFact = { fact: HandledFact; body: SendNews };
type StatusEntry = { fact: HandledFact; body: StatusFact };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ourId = (opaque: string | null): string | null =>
  opaque !== null && UUID.test(opaque) ? opaque : null;

const NEWS: Record<SendNews["kind"], DeliveryNews> = {
  send_accepted: { type: "accepted" },
  send_refused: { type: "refused" },
  send_unanswered: { type: "unanswered" },
};

/** Messages of a batch as their states change; only the last state of each is written. */
class Deliveries {
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

function applySend(deliveries: Deliveries, { fact, body }: SendFact): void {
  const message = deliveries.find(fact.channelId, null, body.messageId);
  if (!message) return;
  if (body.kind === "send_accepted") {
    deliveries.learn(message, body.wamid);
    deliveries.apply(message, NEWS[body.kind], body.at, body.wamid, null, null);
  } else if (body.kind === "send_refused") {
    deliveries.apply(message, NEWS[body.kind], body.at, null, body.code, {
      code: body.code,
      title: body.title,
      detail: body.detail,
    });
  } else {
    const error = body.kind === "send_unanswered" ? { code: null, title: null, detail: body.reason } : null;
    deliveries.apply(message, NEWS[body.kind], body.at, null, null, error);
  }
}

/** `pricing` is missing in what was parked by an earlier release. */
type StatusPayload = Pick<StatusFact, "status" | "at" | "errors"> & Partial<Pick<StatusFact, "pricing">>;

function applyStatus(
  deliveries: Deliveries,
  message: KnownMessage,
  payload: StatusPayload,
  wamid: string,
): void {
  const [error] = payload.errors;
  const told = error
    ? { code: error.code, title: error.title ?? error.message, detail: error.details }
    : null;
  deliveries.apply(
    message,
    { type: "status", status: payload.status },
    payload.at,
    wamid,
    error?.code ?? null,
    told,
  );
}

/** What a status says of the price of a message of ours; what failed costs nothing. */
function priced(message: KnownMessage, { status, at, pricing }: StatusPayload): PricedStatus[] {
  if (message.direction === "in" || status === "failed") return [];
  const { type = null, category = null } = pricing ?? {};
  const price = type === null || category === null ? null : { type, category };
  return [{ message, news: { status, at, price } }];
}

/** What is heard of sends that are no message: reactions go under ids of their own. */
function strangers(
  deliveries: Deliveries,
  sends: readonly SendFact[],
  statuses: readonly StatusEntry[],
): ReactionNews[] {
  return [
    ...sends.flatMap(({ fact: { accountId, channelId }, body }) =>
      deliveries.find(channelId, null, body.messageId)
        ? []
        : [
            {
              accountId,
              channelId,
              id: body.messageId,
              news: NEWS[body.kind],
              code: "code" in body ? body.code : null,
            },
          ],
    ),
    ...statuses.flatMap(({ fact: { accountId, channelId }, body }) => {
      const id = ourId(body.opaque);
      return id === null || deliveries.find(channelId, body.wamid, id)
        ? []
        : [
            {
              accountId,
              channelId,
              id,
              news: { type: "status" as const, status: body.status },
              code: body.errors[0]?.code ?? null,
            },
          ];
    }),
  ];
}

/**
 * Answers to sends first, since they teach the ids that statuses speak of; then statuses; those nobody knows are parked. Answers the messages
 * whose state changed.
 */
export async function handleDeliveryNews(
  tx: Tx,
  sends: readonly SendFact[],
  statuses: readonly StatusEntry[],
  now: number,
): Promise<KnownMessage[]> {
  if (sends.length === 0 && statuses.length === 0) return [];
  const byWamid = statuses.map(({ fact, body }) => ({
    accountId: fact.accountId,
    channelId: fact.channelId,
    wamid: body.wamid,
  }));
  const ids = [
    ...sends.map(({ fact, body }) => ({ accountId: fact.accountId, id: body.messageId })),
    ...statuses.flatMap(({ fact, body }) => {
      const id = ourId(body.opaque);
      return id === null ? [] : [{ accountId: fact.accountId, id }];
    }),
  ];
  const deliveries = new Deliveries(await findMessages(tx, byWamid, ids));
  for (const send of sends) applySend(deliveries, send);

  const accepted = sends.flatMap(({ fact, body }) =>
    body.kind === "send_accepted"
      ? [{ accountId: fact.accountId, channelId: fact.channelId, wamid: body.wamid }]
      : [],
  );
  const prices: PricedStatus[] = [];
  const apply = (message: KnownMessage, payload: StatusPayload, wamid: string): void => {
    applyStatus(deliveries, message, payload, wamid);
    prices.push(...priced(message, payload));
  };
  for (const parked of await unparkStatuses(tx, accepted)) {
    const message = deliveries.find(parked.channelId, parked.wamid, null);
    if (message) apply(message, parked.payload as StatusPayload, parked.wamid);
  }
  const reactions = await handleReactionNews(tx, strangers(deliveries, sends, statuses), now);
  const orphans: ParkedStatus[] = [];
  for (const { fact, body } of statuses) {
    const message = deliveries.find(fact.channelId, body.wamid, ourId(body.opaque));
    if (message) apply(message, body, body.wamid);
    else if (!reactions.has(ourId(body.opaque) ?? ""))
      orphans.push({
        accountId: fact.accountId,
        channelId: fact.channelId,
        wamid: body.wamid,
        status: body.status,
        payload: { status: body.status, at: body.at, errors: body.errors, pricing: body.pricing },
      });
  }
  await parkStatuses(tx, orphans, now);
  await saveChanged(tx, deliveries);
  await noteCharges(tx, prices);
  await learnPhones(tx, sends, now);
  await noteOptOuts(tx, refusals(deliveries), now);
  return [...deliveries.changed.values()].map(({ message }) => message);
}

/** What Meta has refused in this batch; what our own side refused tells nothing new. */
const refusals = (deliveries: Deliveries): Refused[] =>
  [...deliveries.changed.values()].flatMap(({ message, status, errorCode: code, error, at }) =>
    status === "failed" && (error as { detail?: unknown } | null)?.detail !== OUR_CHECK
      ? [{ message, code, at }]
      : [],
  );

/** Writes the last state of each message, and tells the screens. */
async function saveChanged(tx: Tx, deliveries: Deliveries): Promise<void> {
  const changed = [...deliveries.changed.values()];
  await updateStatuses(tx, changed);
  await settleUnknown(tx, deliveries.settled);
  await appendEvents(
    tx,
    changed.map(({ message, status, at }) => ({
      accountId: message.accountId,
      type: "message.status",
      conversationId: message.conversationId,
      teamId: message.teamId,
      at,
      data: { messageId: message.id, status },
    })),
  );
}

/** "Sent to one form of the number, answered from the other" must not make a second contact. */
async function learnPhones(tx: Tx, sends: readonly SendFact[], now: number): Promise<void> {
  const told = sends.flatMap(({ fact, body }) =>
    body.kind === "send_accepted" && body.waId !== null
      ? [{ accountId: fact.accountId, id: body.messageId, waId: body.waId }]
      : [],
  );
  const contacts = await contactsOfMessages(tx, told);
  await addPhones(
    tx,
    told.flatMap(({ accountId, id, waId }) => {
      const contactId = contacts.get(id);
      return contactId === undefined ? [] : [{ accountId, contactId, waId }];
    }),
    now,
  );
}
