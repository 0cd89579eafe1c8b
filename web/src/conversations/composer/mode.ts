import { create } from "zustand";
import type { Mode } from "../drafts.ts";

/** What is written in the open conversation. Another one always begins with an answer. */
const useMode = create<{ conversationId: string; mode: Mode }>(() => ({ conversationId: "", mode: "reply" }));

export const useComposerMode = (conversationId: string): Mode =>
  useMode((state) => (state.conversationId === conversationId ? state.mode : "reply"));

export const setComposerMode = (conversationId: string, mode: Mode): void =>
  useMode.setState({ conversationId, mode });
