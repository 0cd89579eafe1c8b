import type { DeliveryNews } from "@balcao/core";
import type { StatusFact } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import {
  numbersRun,
  OUR_CHECK,
  settleUnknown,
  uncountPeople,
  type HandledFact,
  type SendNews,
} from "../channels/index.ts";
import { addPhones } from "../contacts/index.ts";
import { noteCharges, type PricedStatus } from "../costs/index.ts";
import {
  contactsOfMessages,
  parkStatuses,
  unparkStatuses,
  unparkUnanswered,
  updateStatuses,
  type ParkedStatus,
} from "./facts.queries.ts";
import { findDead, type DeadWamid } from "./again.queries.ts";
import { mayPass, sendAgain } from "./facts.again.ts";
import { Deliveries } from "./deliveries.ts";
import { noteOptOuts, type Refused } from "./facts.people.ts";
import { correctWindows } from "./facts.windows.ts";
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

/**
 * It failed for a reason that passes, before the answer to its send is stored: it must not go again while it is being called, or the answer
 * would take its new place in the queue away. The status waits for the answer, as those of unknown messages do, or for word that none will come.
 */
const comesTooEarly = ({ wamid, status: before }: KnownMessage, { status, errors }: StatusFact): boolean =>
  status === "failed" &&
  wamid === null &&
  (before === "queued" || before === "sending") &&
  mayPass(errors[0]?.code ?? null);

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

/** Statuses that waited for what is heard of these sends: an answer, or that none will come. */
async function waited(tx: Tx, sends: readonly SendFact[]): Promise<ParkedStatus[]> {
  const accepted = sends.flatMap(({ fact: { accountId, channelId }, body }) =>
    body.kind === "send_accepted" ? [{ accountId, channelId, wamid: body.wamid }] : [],
  );
  const unanswered = sends.flatMap(({ fact: { accountId }, body }) =>
    body.kind === "send_unanswered" ? [{ accountId, messageId: body.messageId }] : [],
  );
  return [...(await unparkStatuses(tx, accepted)), ...(await unparkUnanswered(tx, unanswered))];
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

  const prices: PricedStatus[] = [];
  const apply = (message: KnownMessage, payload: StatusPayload, wamid: string): void => {
    applyStatus(deliveries, message, payload, wamid);
    prices.push(...priced(message, payload));
  };
  for (const parked of await waited(tx, sends)) {
    const message = deliveries.find(parked.channelId, parked.wamid, parked.messageId);
    if (message) apply(message, parked.payload as StatusPayload, parked.wamid);
  }
  const reactions = await handleReactionNews(tx, strangers(deliveries, sends, statuses), now);
  const dead = await findDead(tx, underOtherIds(deliveries, statuses));
  const orphans: ParkedStatus[] = [];
  for (const { fact, body } of statuses) {
    if (dead.has(`${fact.channelId}|${body.wamid}`)) continue;
    const message = deliveries.find(fact.channelId, body.wamid, ourId(body.opaque));
    if (message && !comesTooEarly(message, body)) apply(message, body, body.wamid);
    else if (message || !reactions.has(ourId(body.opaque) ?? ""))
      orphans.push({
        accountId: fact.accountId,
        channelId: fact.channelId,
        wamid: body.wamid,
        status: body.status,
        payload: { status: body.status, at: body.at, errors: body.errors, pricing: body.pricing },
        messageId: message?.id ?? null,
      });
  }
  await correctWindows(tx, refusals(deliveries), now);
  await parkStatuses(tx, orphans, now);
  await saveChanged(tx, deliveries);
  await goOn(tx, deliveries, now);
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

/** Statuses that name a message of ours by another id than it has: its answer is not stored yet, or it went again since. */
const underOtherIds = (deliveries: Deliveries, statuses: readonly StatusEntry[]): DeadWamid[] =>
  statuses.flatMap(({ fact: { accountId, channelId }, body: { wamid, opaque } }) => {
    const message = deliveries.find(channelId, wamid, ourId(opaque));
    return message && message.wamid !== wamid ? [{ accountId, channelId, wamid }] : [];
  });

const GONE: ReadonlySet<string> = new Set(["sent", "delivered", "read", "played"]);

/** What failed late and may go again waits in the queue; what went out shows that its number runs. */
async function goOn(tx: Tx, deliveries: Deliveries, now: number): Promise<void> {
  const changed = [...deliveries.changed.values()];
  const failed = changed.flatMap(({ message, status, errorCode: code, at, wamid }) =>
    status === "failed" && wamid !== null ? [{ message, code, at, wamid }] : [],
  );
  const again = await sendAgain(tx, failed, now);
  for (const { message } of failed)
    if (again.has(message.id)) {
      message.status = "queued";
      deliveries.changed.delete(message.id);
    }
  await tellStatuses(
    tx,
    failed
      .filter(({ message }) => again.has(message.id))
      .map(({ message }) => ({ message, status: "queued" as const, at: now })),
  );
  const gone = changed.filter(({ status }) => GONE.has(status)).map(({ message }) => message.id);
  await numbersRun(tx, gone, now);
}

/** Writes the last state of each message, and tells the screens. */
async function saveChanged(tx: Tx, deliveries: Deliveries): Promise<void> {
  const changed = [...deliveries.changed.values()];
  await updateStatuses(tx, changed);
  await uncountPeople(
    tx,
    changed.filter(({ status }) => status === "failed").map(({ message }) => message),
  );
  await settleUnknown(tx, deliveries.settled);
  await tellStatuses(tx, changed);
}

const tellStatuses = (
  tx: Tx,
  changed: readonly { message: KnownMessage; status: string; at: number }[],
): Promise<void> =>
  appendEvents(
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
