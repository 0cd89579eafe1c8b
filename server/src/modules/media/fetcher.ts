import { fileTypeFromBuffer } from "file-type";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { graphNumbers, type ChannelCache, type GraphFetch, type GraphNumber } from "../channels/index.ts";
import { endOfRemoved, finishMedia, takeMedia, type PendingMedia } from "./media.queries.ts";

const POLL_MS = 500;
const BATCH = 4;
const FETCH_MS = 60_000;
/** the app sends up to 100 MB (wire facts, section 10.1) */
const MOST_BYTES = 100 * 1024 * 1024;
/** Meta keeps a received file for 7 days; with waits of up to 10 minutes this many attempts are more than a day */
const MOST_ATTEMPTS = 200;

/** What a fetched file is kept as, or why there is none. */
type Outcome = Parameters<typeof finishMedia>[2];

/** One attempt; null = to be tried again later. The file is durable before it counts as stored; its type is what the bytes say. */
async function attempt(deps: Deps, number: GraphNumber, media: PendingMedia): Promise<Outcome | null> {
  const result = await number.fetchFile(media.graphMediaId, media.sha256, MOST_BYTES);
  if (!result.ok)
    return result.permanent || media.attempts >= MOST_ATTEMPTS
      ? { state: "failed", failure: result.reason }
      : null;
  const { bytes } = result.file;
  const storageKey = `${media.accountId}/${media.id}`;
  await deps.storage.put(storageKey, bytes);
  const mimeType = (await fileTypeFromBuffer(bytes))?.mime ?? "application/octet-stream";
  return { state: "stored", mimeType, size: bytes.length, storageKey };
}

/** `null`: of a number that cannot be reached. It is tried again unless that one was disconnected. */
async function finish(deps: Deps, media: PendingMedia, outcome: Outcome | null): Promise<void> {
  const { accountId, conversationId, teamId, messageId } = media;
  const at = deps.clock.now();
  await deps.system.transaction().execute(async (tx) => {
    if (outcome) await finishMedia(tx, media, outcome, at);
    else if (!(await endOfRemoved(tx, media))) return;
    await appendEvents(tx, [
      { accountId, type: "message.changed", conversationId, teamId, at, data: { messageId } },
    ]);
  });
  deps.wake.signal("events");
}

/** Fetches received files in the background. One that fails, whatever the reason, does not hold up the others. */
export function mediaLoop(deps: Deps, channels: ChannelCache, fetch: GraphFetch): Loop {
  const numbers = graphNumbers(channels, fetch, FETCH_MS);
  const one = async (media: PendingMedia): Promise<void> => {
    try {
      const number = await numbers(media.channelId);
      const outcome = number && (await attempt(deps, number, media));
      if (outcome || !number) await finish(deps, media, outcome);
    } catch (error) {
      deps.log.error("media.attempt_failed", { mediaId: media.id, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const batch = await deps.system.transaction().execute((tx) => takeMedia(tx, BATCH));
    await Promise.all(batch.map(one));
    return batch.length;
  };
  return workLoop(deps, { name: "media", topic: null, pollMs: POLL_MS, full: BATCH, round });
}
