import type { ContactCard } from "@balcao/api";
import { create } from "zustand";

/** With whom a conversation is to begin: a contact that is known, on the number and in the team it had; else a phone is asked for. */
export type BeginWith = { contact: ContactCard; channelId: string | null; teamId: string } | null;

type Open = {
  /** the conversation into which a template is about to be sent */
  templateFor: string | null;
  /** `phone`: filled in already where no contact is known */
  begin: { with: BeginWith; phone: string } | null;
};

/** Dialogs that open from several places: a failed message, the field's place, a key, the list's head. */
export const useOpenDialogs = create<Open>(() => ({ templateFor: null, begin: null }));

export const openTemplates = (conversationId: string): void =>
  useOpenDialogs.setState({ templateFor: conversationId });
export const closeTemplates = (): void => useOpenDialogs.setState({ templateFor: null });

export const openBegin = (withWhom: BeginWith = null, phone = ""): void =>
  useOpenDialogs.setState({ begin: { with: withWhom, phone } });
export const closeBegin = (): void => useOpenDialogs.setState({ begin: null });
