import type { TicketUpload } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid } from "../../platform/problem.ts";
import { checkFile } from "../media/index.ts";
import { insertFile } from "./files.queries.ts";
import { nameOf } from "./files.service.ts";

/** The sweep deletes what was stored a day ago and no row knows: half of that is left to whoever fills in a form. */
const UPLOAD_LASTS_MS = 12 * 3_600_000;

type Waiting = { id: string; name: string; mimeType: string; size: number; storageKey: string; at: number };

/** Only who stored a file, in that company, makes a ticket with it. */
const boundTo = ({ accountId, agentId }: Actor): string => `ticket_upload:${accountId}:${agentId}`;

/**
 * Stores a file for a ticket that is still being written. What of it is to be known goes back sealed, and comes again with the ticket: no row
 * waits for one that is never made.
 */
export async function storeFirstFile(
  deps: Deps,
  actor: Actor,
  { fileName, read }: { fileName: string; read: () => Promise<Buffer> },
): Promise<TicketUpload> {
  const name = nameOf(fileName);
  const bytes = await read();
  const { mimeType } = await checkFile(bytes, name);
  const id = uuidv7();
  const storageKey = `${actor.accountId}/${id}`;
  await deps.storage.put(storageKey, bytes);
  const waiting: Waiting = { id, name, mimeType, size: bytes.length, storageKey, at: deps.clock.now() };
  return { upload: deps.sealer.seal(JSON.stringify(waiting), boundTo(actor)).toString("base64url") };
}

/** What was sealed; null = not by this installation, not for this person, or somebody changed it. */
function opened(deps: Deps, actor: Actor, upload: string): Waiting | null {
  try {
    return JSON.parse(deps.sealer.open(Buffer.from(upload, "base64url"), boundTo(actor))) as Waiting;
  } catch {
    return null;
  }
}

/** Puts the files to the ticket they were stored for, in the transaction that makes it. Throws 422 for one that is not there any more. */
export async function takeUploads(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  ticketId: string,
  uploads: readonly string[],
  now: number,
): Promise<void> {
  const taken = new Set<string>();
  for (const [index, upload] of uploads.entries()) {
    const file = opened(deps, actor, upload);
    const gone = !file || now - file.at > UPLOAD_LASTS_MS || taken.has(file.id);
    if (gone) throw invalid([{ path: `files.${index}`, code: "file_gone" }]);
    taken.add(file.id);
    const { at: _, ...kept } = file;
    await insertFile(tx, actor.accountId, ticketId, { ...kept, agentId: actor.agentId, at: now });
  }
}
