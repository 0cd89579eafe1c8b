import { createSelection } from "../../lib/selection.ts";

/** Which messages of the open conversation are chosen. */
export const {
  use: useChosen,
  clear: clearChosen,
  toggle: toggleChosen,
  range: chooseRange,
} = createSelection();
