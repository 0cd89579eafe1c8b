import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { appendFacts } from "./inbox.queries.ts";
import { dropWaiting } from "./outbox.queries.ts";
import { pauseChannel, resumeByProbe } from "./pace.queries.ts";
import type { FileRefusal } from "./put-file.ts";
import { newsFact } from "./sender-news.ts";

/** A message whose file is on its way to Meta. */
type WaitingSend = { accountId: string; channelId: string; messageId: string };

/** Its file was refused for good: the message fails as a refused text does, and the next may go. */
export async function refuseSend(tx: Tx, send: WaitingSend, error: FileRefusal, now: number): Promise<void> {
  if (!(await dropWaiting(tx, { accountId: send.accountId, id: send.messageId }))) return;
  await appendFacts(tx, [
    newsFact(send, {
      kind: "send_refused",
      messageId: send.messageId,
      code: error.code,
      title: error.title ?? error.message,
      detail: error.details,
      at: now,
    }),
  ]);
}

/**
 * Nothing on this number can go until an administrator repairs it: one alert, and the number is tried each minute. `late`: Meta told it by
 * a status.
 */
export async function stopNumber(
  tx: Tx,
  { accountId, channelId }: Pick<WaitingSend, "accountId" | "channelId">,
  code: number,
  now: number,
  late = false,
): Promise<void> {
  if (!(await pauseChannel(tx, accountId, channelId, code, now, late))) return;
  await appendEvents(tx, [{ accountId, type: "channel.paused", at: now, data: { channelId, code } }]);
}

/** These messages have gone out: numbers that a status had stopped, and that tried with one of them, run again. */
export async function numbersRun(tx: Tx, messageIds: readonly string[], now: number): Promise<void> {
  const resumed = await resumeByProbe(tx, messageIds, now);
  await appendEvents(
    tx,
    resumed.map(({ accountId, id: channelId }) => ({
      accountId,
      type: "channel.resumed",
      at: now,
      data: { channelId },
    })),
  );
}
