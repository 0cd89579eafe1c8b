import { create } from "zustand";
import { setPreference, usePreferences } from "../lib/preferences.ts";

type Name = "phoneOpen" | "panelOpen";

/** Drawers over the page. They close with it: only what stands beside the messages is remembered. */
const useDrawers = create<Record<Name, boolean>>(() => ({ phoneOpen: false, panelOpen: false }));

export type SidePlace = { isOpen: boolean; isDrawer: boolean; set: (isOpen: boolean) => void };

/** What stands beside the conversation when there is room, as the person left it, and over it as a drawer when there is none. */
export function useSidePlace(name: Name, hasRoom: boolean, byDefault: boolean): SidePlace {
  const choice = usePreferences((state) => state[name]);
  const drawer = useDrawers((state) => state[name]);
  return hasRoom
    ? { isOpen: choice ?? byDefault, isDrawer: false, set: (isOpen) => void setPreference(name, isOpen) }
    : { isOpen: drawer, isDrawer: true, set: (isOpen) => useDrawers.setState({ [name]: isOpen }) };
}

export const closeDrawers = (): void => useDrawers.setState({ phoneOpen: false, panelOpen: false });
export const closePanel = (): void => void setPreference("panelOpen", false);
