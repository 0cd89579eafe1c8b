/** How long a note may be changed by its author (milliseconds). */
export const NOTE_EDIT_MS = 15 * 60_000;

/** What a rule about a note needs to know. `at`: when it was written. */
export type NoteFacts = { agentId: string; at: number; isDeleted: boolean };
export type NoteRefusal = "note_not_yours" | "note_deleted" | "note_too_old";

/**
 * Why this agent may not do this to a note; null = may. A note is its author's: changed for a quarter of an hour, so that what colleagues
 * acted on stays as they read it, and deleted at any time.
 */
export function noteRefusal(
  note: NoteFacts,
  agentId: string,
  act: "edit" | "delete",
  now: number,
): NoteRefusal | null {
  if (note.agentId !== agentId) return "note_not_yours";
  if (note.isDeleted) return "note_deleted";
  return act === "edit" && now - note.at > NOTE_EDIT_MS ? "note_too_old" : null;
}
