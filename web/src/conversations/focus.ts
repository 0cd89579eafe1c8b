import { create } from "zustand";

/** Where in the thread the keyboard was sent, until the thread has taken it there. */
export type ThreadCall = "newest" | "unread";
export const useThreadCall = create<{ call: ThreadCall | null }>(() => ({ call: null }));

/**
 * Moves the keyboard to the newest message of the open conversation, or to the first unread one, once it stands there: its messages
 * may be on their way.
 */
export function focusThread(call: ThreadCall = "newest"): void {
  requestAnimationFrame(() => useThreadCall.setState({ call }));
}

/** Moves the keyboard into the message field. */
export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("[data-composer]")?.focus();
}

/** From the search box into its results. */
export const focusResults = (): void =>
  document.querySelector<HTMLElement>("[data-results] [data-index][tabindex='0']")?.focus();

/** Back into the list: to the row of the conversation that was left, or to the list's own stop when that row is in another tab. */
export function focusRow(id: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const row = (which: string) => document.querySelector<HTMLElement>(`[role=grid] [role=row]${which}`);
    (row(`[data-id="${id}"]`) ?? row("[tabindex='0']"))?.focus();
  });
}
