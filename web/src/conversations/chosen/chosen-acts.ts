import type { ConversationRow, MessageView } from "@balcao/api";
import type { LucideIcon } from "lucide-react";
import { create } from "zustand";

/** What an act on chosen messages is told: the very messages, oldest first, and the conversation they are of. */
export type ChosenMessages = { conversation: ConversationRow; messages: readonly MessageView[] };

/** An act that another module offers for chosen messages: a button of their bar, with its key. */
export type ChosenAct = {
  id: string;
  /** tinykeys' notation, e.g. "t" */
  keys: string;
  icon: LucideIcon;
  /** a ready sentence in the language of the screen; asked anew for each drawing */
  label: () => string;
  run: (chosen: ChosenMessages) => void;
};

/**
 * The door through which modules above conversations act on exact messages (Chamados: *Vincular mensagens selecionadas*, *Criar novo
 * chamado*). The server's side of it is `messagesSeenBy`.
 */
export const useChosenActs = create<{ acts: readonly ChosenAct[] }>(() => ({ acts: [] }));

/** Adds acts to the bar of chosen messages; one of the same id takes the place of the earlier. Gives what takes them away. */
export function offerChosenActs(acts: readonly ChosenAct[]): () => void {
  const without = (all: readonly ChosenAct[]): ChosenAct[] =>
    all.filter(({ id }) => !acts.some((act) => act.id === id));
  useChosenActs.setState(({ acts: all }) => ({ acts: [...without(all), ...acts] }));
  return () => useChosenActs.setState(({ acts: all }) => ({ acts: without(all) }));
}
