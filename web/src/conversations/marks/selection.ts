import { createSelection } from "../../lib/selection.ts";

/** Which conversations of a list are chosen for one act on all of them. */
export const {
  use: useSelection,
  clear: clearSelection,
  toggle: toggleSelected,
  range: selectRange,
} = createSelection();
