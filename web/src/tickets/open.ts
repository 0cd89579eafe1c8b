import type { ConversationRow, MessageView } from "@balcao/api";
import { create } from "zustand";

/** What is asked about messages of a conversation: which ticket, the new one's fields, or whether to go on with none chosen. */
export type TicketDialog = {
  kind: "link" | "create" | "none-chosen";
  conversation: ConversationRow;
  /** the chosen ones, oldest first */
  messages: readonly MessageView[];
};

export const useTicketDialog = create<{ dialog: TicketDialog | null }>(() => ({ dialog: null }));

export const openTicketDialog = (dialog: TicketDialog): void => useTicketDialog.setState({ dialog });
export const closeTicketDialog = (): void => useTicketDialog.setState({ dialog: null });

/** Criar novo chamado: with no message chosen, asked first whether that is meant. */
export const askToCreate = (conversation: ConversationRow, messages: readonly MessageView[]): void =>
  openTicketDialog({ kind: messages.length === 0 ? "none-chosen" : "create", conversation, messages });
