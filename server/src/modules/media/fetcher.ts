import { fileTypeFromBuffer } from "file-type";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { graphNumbers, type ChannelCache, type GraphFetch } from "../channels/index.ts";
import { finishMedia, takeMedia, type PendingMedia } from "./media.queries.ts";

const POLL_MS = 500;
const BATCH = 4;
const FETCH_MS = 60_000;
/** the app sends up to 100 MB (wire facts, section 10.1) */
const MOST_BYTES = 100 * 1024 * 1024;
/** Meta keeps a received file for 7 days; with waits of up to 10 minutes this many attempts are more than a day */
const MOST_ATTEMPTS = 200;

/** Fetches received files in the background: type from the bytes, digest checked, durable before it counts as stored. */
export function mediaLoop(deps: Deps, channels: ChannelCache, fetch: GraphFetch): Loop {
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const numbers = graphNumbers(channels, fetch, FETCH_MS);
  const one = async (media: PendingMedia): Promise<void> => {
    const number = await numbers(media.channelId);
    if (!number) return;
    const result = await number.fetchFile(media.graphMediaId, media.sha256, MOST_BYTES);
    if (!result.ok && !result.permanent && media.attempts < MOST_ATTEMPTS) return;
    const key = `${media.accountId}/${media.id}`;
    if (result.ok) await deps.storage.put(key, result.file.bytes);
    const sniffed = result.ok
      ? ((await fileTypeFromBuffer(result.file.bytes))?.mime ?? "application/octet-stream")
      : "";
    const now = deps.clock.now();
    await deps.system.transaction().execute(async (tx) => {
      await finishMedia(
        tx,
        media,
        result.ok
          ? { state: "stored", mimeType: sniffed, size: result.file.bytes.length, storageKey: key }
          : { state: "failed", failure: result.reason },
        now,
      );
      await appendEvents(tx, [
        {
          accountId: media.accountId,
          type: "message.changed",
          conversationId: media.conversationId,
          teamId: media.teamId,
          at: now,
          data: { messageId: media.messageId },
        },
      ]);
    });
    deps.wake.signal("events");
  };
  const round = async (): Promise<number> => {
    const batch = await deps.system.transaction().execute((tx) => takeMedia(tx, BATCH));
    await Promise.all(batch.map(one));
    return batch.length;
  };
  const tick = (): void => {
    running = round()
      .catch((error: unknown) => deps.log.error("media.round_failed", errorData(error)))
      .finally(() => {
        if (!stopping) timer = setTimeout(tick, POLL_MS);
      });
  };
  return {
    name: "media",
    start: tick,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await running;
    },
    async drain() {
      let total = 0;
      for (let count = await round(); count > 0; count = await round()) total += count;
      return total;
    },
  };
}
