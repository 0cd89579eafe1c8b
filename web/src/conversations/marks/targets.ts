import type { ConversationRow } from "@balcao/api";
import { create } from "zustand";
import { currentRow } from "../commands.ts";
import { useSelection } from "./selection.ts";

export type MarkDialog = "labels" | "priority" | "snooze" | "assign" | "forward";

/** The dialog that is open, and what it acts on. */
export const useMarkDialog = create<{ dialog: MarkDialog | null; ids: readonly string[] }>(() => ({
  dialog: null,
  ids: [],
}));

export const openMarkDialog = (dialog: MarkDialog, ids: readonly string[]): void => {
  if (ids.length > 0) useMarkDialog.setState({ dialog, ids });
};
export const closeMarkDialog = (): void => useMarkDialog.setState({ dialog: null, ids: [] });

/** The row that has the keyboard, if it is in the list. */
export const focusedId = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>("[role=row][data-id]")?.dataset["id"];

/** What a key acts on: what is selected, else the row that has the keyboard, else the open conversation. */
export function targetsOf(openId: string | undefined): string[] {
  const { ids } = useSelection.getState();
  if (ids.size > 0) return [...ids];
  const id = focusedId() ?? openId;
  return id === undefined ? [] : [id];
}

/** These conversations as the screen has them now; what it does not know any more is left out. */
export const rowsOf = (ids: readonly string[]): ConversationRow[] =>
  ids.flatMap((id) => currentRow(id) ?? []);
