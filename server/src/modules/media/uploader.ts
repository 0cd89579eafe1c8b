import { buffer } from "node:stream/consumers";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import {
  fileRefused,
  graphNumbers,
  putFile,
  refuseSend,
  releaseSend,
  stopNumber,
  type ChannelCache,
  type GraphFetch,
  type GraphNumber,
  type PutOutcome,
} from "../channels/index.ts";
import { markUploaded, putOffUpload, takeUploads, type Upload } from "./uploads.queries.ts";

const POLL_MS = 500;
const BATCH = 4;
/** 100 MB at 1 MB/s */
const UPLOAD_MS = 100_000;
/** longer than an upload may last, so that two never work on one file unless the first has died */
const HELD_SECONDS = 120;

async function attempt(deps: Deps, number: GraphNumber, file: Upload): Promise<PutOutcome> {
  if ((await deps.storage.size(file.storageKey)) === null) return fileRefused("file_missing");
  const bytes = new Uint8Array(await buffer(deps.storage.read(file.storageKey)));
  const fileName = file.fileName ?? file.kind;
  return putFile(number, { bytes, mimeType: file.mimeType, fileName }, file.attempts);
}

async function finish(deps: Deps, file: Upload, outcome: PutOutcome): Promise<void> {
  const now = deps.clock.now();
  const { accountId, channelId, messageId } = file;
  await deps.system.transaction().execute(async (tx) => {
    if (outcome.kind === "uploaded") {
      if (await markUploaded(tx, file, outcome.id, now))
        await releaseSend(tx, { accountId, id: messageId }, outcome.id);
      return;
    }
    if (outcome.kind === "later") {
      await putOffUpload(tx, file, outcome.waitMs, outcome.reason);
      if (outcome.stops !== null) await stopNumber(tx, file, outcome.stops, now);
      return;
    }
    await putOffUpload(tx, file, null, outcome.error.message ?? `upload_${outcome.error.code}`);
    await refuseSend(tx, { accountId, channelId, messageId }, outcome.error, now);
  });
  deps.wake.signal(outcome.kind === "uploaded" ? "outbox" : "facts");
}

export type UploaderOptions = {
  channels: ChannelCache;
  fetch: GraphFetch;
  /** tests throw here to die between Meta's answer and its writing down */
  faultPoint?: () => void;
};

/**
 * Puts files of ours at Meta, once per file and number, before their messages may go. One that waits or fails holds up its own
 * conversation only.
 */
export function uploadLoop(deps: Deps, { channels, fetch, faultPoint }: UploaderOptions): Loop {
  const numbers = graphNumbers(channels, fetch, UPLOAD_MS);
  const one = async (file: Upload): Promise<void> => {
    try {
      const number = await numbers(file.channelId);
      const outcome = number ? await attempt(deps, number, file) : fileRefused("channel_missing");
      faultPoint?.();
      await finish(deps, file, outcome);
    } catch (error) {
      deps.log.error("media.upload_failed", { mediaId: file.id, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const batch = await deps.system.transaction().execute((tx) => takeUploads(tx, BATCH, HELD_SECONDS));
    await Promise.all(batch.map(one));
    return batch.length;
  };
  return workLoop(deps, { name: "uploader", topic: "files", pollMs: POLL_MS, full: BATCH, round });
}
