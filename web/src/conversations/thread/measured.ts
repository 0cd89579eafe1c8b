import type { VirtualItem } from "@tanstack/react-virtual";

type Room = { width: number; height: number };

/** Threads of which the heights are kept; as many as conversations are. */
const MOST = 200;

let room: Room = { width: 0, height: 0 };
const kept = new Map<string, { width: number; items: VirtualItem[] }>();

/** The room that a thread had when one was last on the screen, in pixels. The next one most likely has the same. */
export const lastRoom = (): Room => room;

/**
 * The entries of a conversation as high as they were drawn when it was last on the screen; none when they had another width. With them it
 * opens where it ends at once: to ask the page how high they are has it lay out everything, several times over.
 */
export function heightsOf(conversationId: string): VirtualItem[] {
  const known = kept.get(conversationId);
  return known?.width === room.width ? known.items : [];
}

/** Keeps both for the next opening. */
export function keepHeights(conversationId: string, own: Room, items: VirtualItem[]): void {
  room = own;
  kept.delete(conversationId);
  kept.set(conversationId, { width: own.width, items });
  const [oldest] = kept.keys();
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
}
