import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { findStored, type StoredMedia } from "./media.queries.ts";

/** Declared here, filled by the conversations module: may this agent see a conversation like this one? */
export type MediaAccess = (
  actor: Actor,
  conversation: { teamId: string; agentId: string | null; status: string },
) => boolean;

/** A stored file, for who may see the conversation it came in; anything else is missing. */
export async function getMedia(
  deps: Deps,
  actor: Actor,
  id: string,
  mayAccess: MediaAccess,
): Promise<StoredMedia> {
  const media = await inAccount(deps.app, actor.accountId, (tx) => findStored(tx, actor.accountId, id));
  if (!media || !mayAccess(actor, media) || (await deps.storage.size(media.storageKey)) === null)
    throw notFound();
  return media;
}
