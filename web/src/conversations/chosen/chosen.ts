import { create } from "zustand";
import { createSelection } from "../../lib/selection.ts";

/** Which messages of the open conversation are chosen. */
export const {
  use: useChosen,
  clear: clearChosen,
  toggle: toggleChosen,
  range: chooseRange,
} = createSelection();

/** Whether one was told to choose and has not yet: every message shows its box then, which otherwise only comes under the pointer. */
export const useAskedToChoose = create<{ isAsked: boolean }>(() => ({ isAsked: false }));

export const askToChoose = (): void => useAskedToChoose.setState({ isAsked: true });
export const doneChoosing = (): void => useAskedToChoose.setState({ isAsked: false });
