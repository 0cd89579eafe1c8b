import { create } from "zustand";

export const useOwnScheduled = create<{ isOpen: boolean }>(() => ({ isOpen: false }));
export const openOwnScheduled = (): void => useOwnScheduled.setState({ isOpen: true });
export const closeOwnScheduled = (): void => useOwnScheduled.setState({ isOpen: false });
