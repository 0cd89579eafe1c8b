import { create } from "zustand";

/** The message that a reaction is being chosen for; at most one. */
export const useReacting = create<{ messageId: string | null }>(() => ({ messageId: null }));

export const chooseReaction = (messageId: string): void => useReacting.setState({ messageId });

/** Ends choosing, and gives the keyboard back to the message. */
export function endReacting(): void {
  const { messageId } = useReacting.getState();
  useReacting.setState({ messageId: null });
  if (messageId === null) return;
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(`message ${messageId}`)}"]`)?.focus(),
  );
}
