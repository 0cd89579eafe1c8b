import type { QuickReply, QuickReplyCreate, QuickReplyUpdate } from "@balcao/api";
import type { Readable } from "node:stream";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { listTeams, type TeamOwner } from "../agents/index.ts";
import { checkFile } from "../media/index.ts";
import { mayChange, mayUse, type Owned } from "./quick-replies.policy.ts";
import {
  deleteReply,
  insertReply,
  listReplies,
  lockReply,
  moveReplies,
  setFile,
  updateReply,
  type ReplyFields,
  type ReplyRow,
} from "./quick-replies.queries.ts";

function shown(actor: Actor, { agentId, file, ...row }: ReplyRow): QuickReply {
  return {
    ...row,
    file: file && {
      name: file.name,
      mimeType: file.mimeType,
      size: file.size,
      // a changed file is another address: browsers may keep each
      url: `/api/quick-replies/${row.id}/file?v=${row.version}`,
    },
    canChange: mayChange(actor, { ...row, agentId }),
  };
}

async function tell(tx: Tx, actor: Actor, { scope, teamId }: Owned, now: number): Promise<void> {
  const { accountId, agentId } = actor;
  const type = scope === "personal" ? "quick_reply.own_changed" : "quick_reply.changed";
  await appendEvents(tx, [{ accountId, type, teamId, agentId, at: now, data: {} }]);
}

/** Whose it becomes: refused when that is not for this agent to decide. */
async function owned(tx: Tx, actor: Actor, fields: QuickReplyCreate): Promise<ReplyFields> {
  const teamId = fields.scope === "team" ? fields.teamId : null;
  const agentId = fields.scope === "personal" ? actor.agentId : null;
  if (!mayChange(actor, { scope: fields.scope, agentId, teamId })) throw new ProblemError(403, "forbidden");
  if (fields.scope === "team" && !(await listTeams(tx, actor.accountId)).some(({ id }) => id === teamId))
    throw invalid([{ path: "teamId", code: "unknown_team" }]);
  return { ...fields, teamId, agentId };
}

/** A transaction on quick replies; a shortcut used twice is told by its field. */
async function change<T>(deps: Deps, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    const result = await inAccount(deps.app, actor.accountId, work);
    deps.wake.signal("events");
    return result;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "shortcut", code: "taken" }]);
    throw error;
  }
}

/** A reply this agent may change, locked; what may not even be seen is missing. */
async function lockOwn(tx: Tx, actor: Actor, id: string): Promise<ReplyRow> {
  const row = await lockReply(tx, actor.accountId, id);
  if (!row || !mayUse(actor, row)) throw notFound();
  if (!mayChange(actor, row)) throw new ProblemError(403, "forbidden");
  return row;
}

async function again(tx: Tx, actor: Actor, id: string): Promise<QuickReply> {
  const row = await lockReply(tx, actor.accountId, id);
  if (!row) throw notFound();
  return shown(actor, row);
}

export const getReplies = (deps: Deps, actor: Actor): Promise<QuickReply[]> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    (await listReplies(tx, actor.accountId))
      .filter((row) => mayUse(actor, row))
      .map((row) => shown(actor, row)),
  );

export const createReply = (deps: Deps, actor: Actor, fields: QuickReplyCreate): Promise<QuickReply> =>
  change(deps, actor, async (tx) => {
    const now = deps.clock.now();
    const id = uuidv7();
    const wanted = await owned(tx, actor, fields);
    await insertReply(tx, actor.accountId, id, wanted, now);
    await tell(tx, actor, wanted, now);
    return again(tx, actor, id);
  });

/** Saves all of a reply but its file; a version somebody else has passed is answered with the reply as it is. */
export const saveReply = (
  deps: Deps,
  actor: Actor,
  id: string,
  { version, ...fields }: QuickReplyUpdate,
): Promise<QuickReply> =>
  change(deps, actor, async (tx) => {
    const now = deps.clock.now();
    const before = await lockOwn(tx, actor, id);
    if (before.version !== version) throw conflict("version_conflict", { current: shown(actor, before) });
    const wanted = await owned(tx, actor, fields);
    await updateReply(tx, actor.accountId, id, wanted);
    // whoever had it before must learn that it is gone
    await tell(tx, actor, before, now);
    if (wanted.scope !== before.scope) await tell(tx, actor, wanted, now);
    return again(tx, actor, id);
  });

export async function removeReply(deps: Deps, actor: Actor, id: string): Promise<void> {
  const { file } = await change(deps, actor, async (tx) => {
    const row = await lockOwn(tx, actor, id);
    await deleteReply(tx, actor.accountId, id);
    await tell(tx, actor, row, deps.clock.now());
    return row;
  });
  if (file) await deps.storage.remove(file.storageKey);
}

/** Puts a file on a reply in the place of any before; null takes it away. Refused when WhatsApp would not take it. */
export async function putReplyFile(
  deps: Deps,
  actor: Actor,
  id: string,
  given: { name: string; bytes: Buffer } | null,
): Promise<QuickReply> {
  const checked = given && (await checkFile(given.bytes, given.name));
  const storageKey = `${actor.accountId}/${uuidv7()}`;
  if (given) await deps.storage.put(storageKey, given.bytes);
  let gone: string | null = given ? storageKey : null;
  try {
    return await change(deps, actor, async (tx) => {
      const row = await lockOwn(tx, actor, id);
      const file =
        given && checked
          ? { name: given.name, mimeType: checked.mimeType, size: given.bytes.length, storageKey }
          : null;
      await setFile(tx, actor.accountId, id, file);
      await tell(tx, actor, row, deps.clock.now());
      const result = await again(tx, actor, id);
      gone = row.file?.storageKey ?? null;
      return result;
    });
  } finally {
    // the former file, or the new one when it was refused
    if (gone !== null) await deps.storage.remove(gone);
  }
}

/** The file of a reply, for who may use the reply. */
export async function readReplyFile(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ mimeType: string; size: number; bytes: Readable }> {
  const row = await inAccount(deps.app, actor.accountId, async (tx) =>
    (await listReplies(tx, actor.accountId)).find((other) => other.id === id),
  );
  if (!row?.file || !mayUse(actor, row) || (await deps.storage.size(row.file.storageKey)) === null)
    throw notFound();
  const { mimeType, size, storageKey } = row.file;
  return { mimeType, size, bytes: deps.storage.read(storageKey) };
}

/** Replies of a team that goes are taken over by the one that comes. */
export const quickReplyTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const replies = (await listReplies(tx, accountId)).filter((row) => row.teamId === teamId);
    return replies.length > 0 ? [{ kind: "quick_replies", label: "", count: replies.length }] : [];
  },
  async moveTeam(tx, { actor, from, to, now }) {
    await moveReplies(tx, actor.accountId, from, to);
    await tell(tx, actor, { scope: "team", agentId: null, teamId: to }, now);
  },
};
