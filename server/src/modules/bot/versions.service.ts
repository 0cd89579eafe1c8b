import type { BotVersionList, BotVersionView, BotView } from "@balcao/api";
import { triggerChanges, type Trigger } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import { invalid, notFound } from "../../platform/problem.ts";
import {
  listVersions,
  loadDraft,
  loadPublished,
  orderTriggers,
  replaceTriggers,
  type DraftRow,
} from "./bot.queries.ts";
import { asTrigger, iso, settingsOf, told } from "./bot.view.ts";
import { followTeams } from "./followed.ts";

/** Every version ever published, newest first. */
export async function getVersions(tx: Tx, accountId: string): Promise<z.infer<typeof BotVersionList>> {
  const heads = await listVersions(tx, accountId);
  return { items: heads.map((head) => ({ ...head, publishedAt: iso(head.publishedAt) })) };
}

/** One version, its teams read as those that took over since. */
export async function getVersion(tx: Tx, accountId: string, number: number): Promise<BotVersionView> {
  const version = await loadPublished(tx, accountId, number);
  if (!version) throw notFound();
  const { publishedAt, publishedBy, note } = version;
  const triggers = followTeams(version.triggers, (await settingsOf(tx, accountId)).gone);
  return {
    number,
    publishedAt: iso(publishedAt),
    publishedBy,
    note,
    triggers: triggers as BotVersionView["triggers"],
  };
}

/**
 * The draft becomes these triggers, in this order. Those that stay as they are keep their version, so that who is editing one is
 * not disturbed; the others are told to have been changed.
 */
export async function replaceDraft(
  tx: Tx,
  actor: Actor,
  draft: readonly DraftRow[],
  wanted: readonly Trigger[],
  now: number,
): Promise<BotView> {
  const changes = triggerChanges(wanted, draft.map(asTrigger));
  const touched = new Map(changes.map(({ triggerId, kind }) => [triggerId, kind]));
  const written = wanted
    .filter(({ id }) => touched.get(id) === "added" || touched.get(id) === "changed")
    .map(({ id, description, active, position, ...definition }) => ({
      id,
      description,
      active,
      position,
      definition,
    }));
  const removed = changes.filter(({ kind }) => kind === "removed").map(({ triggerId }) => triggerId);
  try {
    await replaceTriggers(tx, actor.accountId, { written, removed }, actor.agentId, iso(now));
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "description", code: "taken" }]);
    throw error;
  }
  const ids = wanted.map(({ id }) => id);
  await orderTriggers(tx, actor.accountId, ids);
  return told(tx, actor, "bot.changed", now);
}

/** The draft becomes what a version was, under the same ids: history and traces go on naming the same triggers. */
export async function restoreVersion(tx: Tx, actor: Actor, number: number, now: number): Promise<BotView> {
  const draft = await loadDraft(tx, actor.accountId, true);
  const version = await loadPublished(tx, actor.accountId, number);
  if (!version) throw notFound();
  const { gone } = await settingsOf(tx, actor.accountId);
  return replaceDraft(tx, actor, draft, followTeams(version.triggers, gone), now);
}
