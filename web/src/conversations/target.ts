import { create } from "zustand";
import type { ListSearch } from "./routes.ts";

/** How often a message was asked to be shown (the address bar says which), and whether the keyboard goes there. */
type Target = { asked: number; focus: boolean };
export const useTarget = create<Target>(() => ({ asked: 0, focus: false }));

/** Shows the message of the address bar, also when it stands there already. */
export const askForTarget = (focus: boolean): void =>
  useTarget.setState(({ asked }) => ({ asked: asked + 1, focus }));

/** The same list, while another conversation is opened or none. */
export function withoutMessage(search: ListSearch): ListSearch {
  const list = { ...search };
  delete list.message;
  return list;
}
