import type { Composition } from "@balcao/core";
import { create } from "zustand";

export type ComposingType = Composition["type"];

type Composing = {
  open: {
    conversationId: string;
    type: ComposingType;
    /** what was filled in before and did not go; null = nothing */
    before: Composition | null;
  } | null;
};

/** The form for a place, cards or a menu that is open. */
export const useComposing = create<Composing>(() => ({ open: null }));

export const openComposing = (
  conversationId: string,
  type: ComposingType,
  before: Composition | null = null,
): void => useComposing.setState({ open: { conversationId, type, before } });
export const closeComposing = (): void => useComposing.setState({ open: null });
