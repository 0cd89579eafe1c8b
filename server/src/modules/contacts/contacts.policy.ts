import type { Actor } from "../../platform/actor.ts";

type Asker = Pick<Actor, "agentId" | "role">;

/** WhatsApp's own ids of people mean nothing to who answers them. */
export const seesUserIds = (actor: Asker): boolean => actor.role === "administrator";

/** What somebody wrote about a customer is theirs to change; who oversees may take it away. */
export const mayEditNote = (actor: Asker, note: { agentId: string }): boolean =>
  note.agentId === actor.agentId;
export const mayDeleteNote = (actor: Asker, note: { agentId: string }): boolean =>
  mayEditNote(actor, note) || actor.role !== "agent";

/** A merge is taken back by whoever made it, or who oversees. */
export const mayUndoMerge = (actor: Asker, merge: { agentId: string }): boolean =>
  merge.agentId === actor.agentId || actor.role !== "agent";

/** All contacts of the company leave it in a file, or come in by one, only by who oversees: nobody else sees them all. */
export const movesContacts = (actor: Pick<Actor, "role">): boolean => actor.role !== "agent";
